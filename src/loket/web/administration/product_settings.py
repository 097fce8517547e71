"""How one product of microdata is sold, marked and sampled; a second person agrees."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from loket.catalogue import access, operations, wording
from loket.catalogue.errors import CatalogueError
from loket.catalogue.models import Product, ProductChange
from loket.catalogue.operations import Settings
from loket.catalogue.queries import masters
from loket.microdata.errors import MicrodataError
from loket.microdata.formats.writers import FORMATS
from loket.microdata.sample import Policy
from loket.people.models import Office, Role
from loket.rules.wording import Text
from loket.web.access import staff
from loket.web.administration.finding import by_for, office_for
from loket.web.administration.pages import page
from loket.web.forms import PageForm
from loket.web.reasons import words_of

CHOICES = [(word, wording.format_name(word)) for word in FORMATS]
PER_MILLION = 100
COLUMNS = {
    "formats": Text("Format yang ditawarkan", "Formats offered"),
    "tariff_format": Text("Format dasar tarif", "Format the tariff is based on"),
    "fingerprint": Text("Penandaan salinan", "Marks of copies"),
    "sample_policy": Text("Contoh data", "Samples"),
}


class SettingsForm(PageForm):
    """The settings as one form; `settings()` gives them to the operation."""

    formats = forms.MultipleChoiceField(
        label=gettext_lazy("Format yang ditawarkan"),
        choices=CHOICES,
        widget=forms.CheckboxSelectMultiple,
    )
    tariff_format = forms.ChoiceField(
        label=gettext_lazy("Format dasar tarif"),
        choices=CHOICES,
        help_text=gettext_lazy("Bita dalam format inilah yang dihitung tarifnya."),
    )
    row_order = forms.BooleanField(
        label=gettext_lazy("Tandai salinan dengan urutan rumah tangga"), required=False
    )
    surrogate_ids = forms.BooleanField(
        label=gettext_lazy("Ganti nomor rumah tangga dengan nomor pengganti 12 angka"),
        required=False,
        help_text=gettext_lazy("Melebarkan berkas, sehingga ukuran dan tarifnya berubah."),
    )
    weights_file = forms.ChoiceField(
        label=gettext_lazy("Tandai penimbang berpasangan dalam berkas"), required=False
    )
    weights_cells = forms.CharField(
        label=gettext_lazy("Variabel sel"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "Strata dan banyaknya anggota rumah tangga, dipisahkan koma; jumlah penimbang tiap "
            "sel tidak berubah."
        ),
    )
    weights_per_million = forms.IntegerField(
        label=gettext_lazy("Geseran terbesar (per sejuta)"),
        min_value=1,
        max_value=5000,
        required=False,
    )
    real_rows = forms.BooleanField(
        label=gettext_lazy("Petugas boleh meminta contoh berisi sedikit baris riil"),
        required=False,
        help_text=gettext_lazy("Setiap kali diukur pada berkas lengkap dan disetujui orang lain."),
    )
    k = forms.IntegerField(
        label=gettext_lazy("Baris serupa paling sedikit (k)"), min_value=3, max_value=100
    )
    risk = forms.DecimalField(
        label=gettext_lazy("Risiko sebuah baris paling tinggi"),
        min_value=0,
        max_value=1,
        decimal_places=3,
        max_digits=4,
        localize=True,
    )

    def __init__(self, *args: Any, product: Product, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(product), **kwargs)
        self._before = list(product.formats)
        field = self.fields["weights_file"]
        if isinstance(field, forms.ChoiceField) and product.edition is not None:
            present = masters.codebook(product.edition).present
            field.choices = [
                ("", _("Tidak ditandai")),
                *((file.name, file.name) for file in present if file.weight),
            ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("weights_file") and not cleaned.get("weights_cells"):
            self.add_error("weights_cells", ValidationError(_("Sebutkan variabel selnya.")))
        return cleaned

    def _place(self, word: str) -> int:
        return self._before.index(word) if word in self._before else len(self._before)

    def settings(self) -> Settings:
        given = self.cleaned_data
        cells = [name.strip() for name in given["weights_cells"].split(",") if name.strip()]
        return Settings(
            # The first is proposed to buyers: what was offered before keeps its place.
            formats=tuple(sorted(given["formats"], key=self._place)),
            tariff_format=given["tariff_format"],
            surrogate_ids=given["surrogate_ids"],
            row_order=given["row_order"],
            weights={
                "file": given["weights_file"],
                "cells": cells,
                "per_million": given["weights_per_million"] or PER_MILLION,
            }
            if given["weights_file"]
            else {},
            sample_policy={"mode": "real", "k": given["k"], "risk": float(given["risk"])}
            if given["real_rows"]
            else {},
        )


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def product_settings(request: HttpRequest, code: str, product: str) -> HttpResponse:
    office = office_for(request, code)
    found = _product(office, product)
    form = SettingsForm(request.POST or None, product=found)
    if request.method == "POST" and form.is_valid():
        try:
            change = operations.set_product(
                found, form.settings(), by=by_for(request, office), at=timezone.now()
            )
        except (CatalogueError, MicrodataError) as refusal:
            form.add_error(None, words_of(refusal))
        else:
            said = (
                _("Perubahan menunggu persetujuan orang lain.")
                if change
                else _("Pengaturan disimpan.")
            )
            messages.success(request, said)
            return redirect("administration:product_settings", office.code, found.code)
    change = operations.waiting_change(found)
    context = {
        "product": found,
        "settings_form": form,
        "change": change,
        "proposed": _proposed(change),
    }
    wrong = form if form.errors else None
    return page(request, "product_settings", office, context, wrong=wrong)


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_POST
def decide_product(request: HttpRequest, code: str, product: str, pk: int) -> HttpResponse:
    """Agree to the change that somebody else proposed, or refuse it."""
    office = office_for(request, code)
    found = _product(office, product)
    change = ProductChange.objects.filter(product=found, pk=pk).first()
    if change is None:
        raise Http404
    accept = request.POST.get("decision") == "accept"
    try:
        operations.decide_change(
            change, accept=accept, by=by_for(request, office), at=timezone.now()
        )
    except (CatalogueError, MicrodataError) as refusal:
        messages.error(request, words_of(refusal))
    else:
        said = _("Perubahan berlaku.") if accept else _("Perubahan ditolak.")
        messages.success(request, said)
    return redirect("administration:product_settings", office.code, found.code)


def _product(office: Office, code: str) -> Product:
    """
    :raises Http404: if the office sells no microdata of this code
    """
    sold = access.of_office(office).select_related("edition", "office")
    found = sold.filter(code=code, edition__isnull=False).first()
    if found is None:
        raise Http404
    return found


def _initial(product: Product) -> dict[str, Any]:
    pairs = product.fingerprint.get("weights") or {}
    policy, usual = product.sample_policy, Policy()
    return {
        "formats": product.formats,
        "tariff_format": product.tariff_format,
        "row_order": product.fingerprint.get("row_order", True),
        "surrogate_ids": product.fingerprint.get("surrogate_ids", False),
        "weights_file": pairs.get("file", ""),
        "weights_cells": ", ".join(pairs.get("cells", ())),
        "weights_per_million": pairs.get("per_million", PER_MILLION),
        "real_rows": policy.get("mode") == "real",
        "k": policy.get("k", usual.k),
        "risk": policy.get("risk", usual.risk),
    }


def _proposed(change: ProductChange | None) -> list[tuple[Text, Text]]:
    if change is None:
        return []
    return [(COLUMNS[name], _said(name, value)) for name, value in change.proposal.items()]


def _said(name: str, value: Any) -> Text:
    if name in {"formats", "tariff_format"}:
        said = ", ".join(map(wording.format_name, [value] if isinstance(value, str) else value))
        return Text(said, said)
    if name == "sample_policy":
        if not value:
            return Text("tanpa baris riil", "no real rows")
        return Text(
            f"baris riil boleh diminta: k ≥ {value['k']}, risiko ≤ {value['risk']}",
            f"real rows may be asked for: k ≥ {value['k']}, risk ≤ {value['risk']}",
        )
    ids, order, pairs = value["surrogate_ids"], value["row_order"], value.get("weights")
    return Text(
        f"urutan {'ya' if order else 'tidak'}; nomor pengganti {'ya' if ids else 'tidak'}; "
        f"penimbang {'tidak' if not pairs else pairs['file'] + ': ' + ', '.join(pairs['cells'])}",
        f"order {'yes' if order else 'no'}; surrogate ids {'yes' if ids else 'no'}; "
        f"weights {'no' if not pairs else pairs['file'] + ': ' + ', '.join(pairs['cells'])}",
    )
