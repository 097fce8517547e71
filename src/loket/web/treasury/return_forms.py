"""Forms of requests for the return of state revenue."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.payments.returns import Claim
from loket.rules.identity import normalise_npwp
from loket.rules.returns import GROUNDS, OUTCOMES, PAPERS, WAYS, Ground, Outcome, Way
from loket.rules.wording import RuleError
from loket.web.forms import PageForm
from loket.web.reasons import words_of
from loket.web.templatetags.loket import teks
from loket.web.treasury.fields import RupiahField
from loket.web.treasury.forms import DeskForm

DAY = {"type": "date"}


def day_field(**kwargs: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(DAY, format="%Y-%m-%d"), **kwargs)


class PapersField(forms.MultipleChoiceField):
    """Which papers are at hand; offered in the reader's language."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.CheckboxSelectMultiple, required=False, **kwargs)


class ClaimForm(DeskForm):
    name = "claim"
    ground = forms.ChoiceField(label=_("Alasan menurut hukum"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Uraian"), max_length=1000, widget=forms.Textarea({"rows": 3})
    )
    amount = RupiahField(label=_("Jumlah yang diminta kembali"))
    way = forms.ChoiceField(label=_("Cara pengembalian"), widget=forms.RadioSelect)
    claimant = forms.CharField(label=_("Nama wajib bayar"), max_length=160)
    claimant_address = forms.CharField(label=_("Alamat wajib bayar"), max_length=250)
    claimant_npwp = forms.CharField(label=_("NPWP"), max_length=30, required=False)
    bank = forms.CharField(label=_("Bank"), max_length=80, required=False)
    account_number = forms.CharField(label=_("Nomor rekening"), max_length=40, required=False)
    account_name = forms.CharField(
        label=_("Nama pemilik rekening"), max_length=120, required=False
    )
    letter_number = forms.CharField(label=_("Nomor surat permohonan"), max_length=80)
    asked_on = day_field(label=_("Tanggal surat permohonan"))
    papers = PapersField(label=_("Berkas yang sudah ada"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "ground", [(g.value, teks(rule.label)) for g, rule in GROUNDS.items()])
        _offer(self, "way", [(w.value, teks(text)) for w, text in WAYS.items()])
        _offer(self, "papers", [(code, teks(text)) for code, text in PAPERS.items()])

    def clean_claimant_npwp(self) -> str:
        """
        :raises ValidationError: in the words of the rule
        """
        typed = self.cleaned_data["claimant_npwp"]
        try:
            return normalise_npwp(typed).number if typed else ""
        except RuleError as error:
            raise forms.ValidationError(words_of(error)) from error

    def claim(self) -> Claim:
        given = dict(self.cleaned_data)
        ground, way = Ground(given.pop("ground")), Way(given.pop("way"))
        return Claim(ground=ground, way=way, **given)


class PapersForm(DeskForm):
    name = "papers"
    papers = PapersField(label=_("Berkas yang sudah ada"))
    file = forms.FileField(
        label=_("Pindaian berkas"), required=False, help_text=_("PDF atau foto.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "papers", [(code, teks(text)) for code, text in PAPERS.items()])


class ForwardForm(DeskForm):
    name = "forward"
    to = forms.CharField(label=_("Diteruskan kepada"), max_length=160)
    on = day_field(label=_("Tanggal diteruskan"))


class OutcomeForm(DeskForm):
    name = "outcome"
    outcome = forms.ChoiceField(label=_("Jawaban"), widget=forms.RadioSelect)
    amount = RupiahField(
        label=_("Jumlah yang disetujui"),
        required=False,
        help_text=_("Kosong berarti seluruh yang diminta."),
    )
    letter = forms.CharField(label=_("Nomor surat jawaban"), max_length=80)
    on = day_field(label=_("Tanggal surat jawaban"))
    note = forms.CharField(
        label=_("Catatan"), max_length=400, required=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "outcome", [(o.value, teks(text)) for o, text in OUTCOMES.items()])

    def given(self) -> dict[str, Any]:
        return {**self.cleaned_data, "outcome": Outcome(self.cleaned_data["outcome"])}


def not_in_future(form: PageForm, field: str, today: date) -> bool:
    """Mark the field if its day is still to come; return whether it is fine."""
    day = form.cleaned_data.get(field)
    if day is not None and day > today:
        form.add_error(field, _("Tanggal ini belum tiba."))
        return False
    return True


def _offer(form: PageForm, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    if isinstance(field, (forms.ChoiceField, forms.MultipleChoiceField)):
        field.choices = choices
