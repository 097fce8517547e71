"""Taking a file from a form: judged first; refusals are shown at the field."""

from __future__ import annotations

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from loket.documents import operations as documents
from loket.documents.models import Upload
from loket.ledger.context import By
from loket.ports.scanner import UploadRules
from loket.web.forms import PageForm
from loket.web.templatetags.loket import teks


def take(
    form: PageForm,
    rules: UploadRules,
    *,
    purpose: str,
    subject: str,
    by: By,
    at: datetime,
    field: str = "file",
) -> Upload | None:
    """Return the judged file; None without one, or with the refusal put on the form."""
    given = form.cleaned_data.get(field)
    if not isinstance(given, UploadedFile):
        return None
    content = given.read(rules.max_bytes + 1)
    try:
        return documents.take_upload(
            content, rules, purpose=purpose, subject=subject, by=by, at=at
        )
    except documents.UploadRefused as refusal:
        form.add_error(field, teks(refusal))
        return None
