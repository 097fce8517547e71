"""Issuing papers and taking in files; called in the transaction of the change they belong to."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from loket import wiring
from loket.documents.models import Document, Upload, Verdict
from loket.ledger import trail
from loket.ledger.context import By
from loket.ports.scanner import Outcome, UploadRules

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Data = TypeVar("Data", bound="DataclassInstance")
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # nothing that is misread from paper
CODE_LENGTH = 16


class UploadRefused(Exception):
    """The file was not taken; `id` and `en` say why and what to do."""

    def __init__(self, id: str, en: str) -> None:
        self.id, self.en = id, en
        super().__init__(f"{id} / {en}")


def new_code() -> str:
    """Return a verification code for a paper, 79 bits of chance."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def commitment(order: str) -> str:
    """Return what papers print of the key that marks an order's copies: its SHA-256.

    The key itself stays secret until a leaked copy has to be traced; the print shows that it
    was not made up afterwards.

    :param order: the order's public id
    """
    return hashlib.sha256(wiring.order_key(order)).hexdigest()


def verification_url(code: str) -> str:
    return f"{settings.LOKET_SITE}/periksa/{code}/"


def issue(
    kind: str,
    data: Data,
    render: Callable[[Data], bytes],
    *,
    template_version: str,
    number: str,
    office: str,
    subject: str,
    language: str,
    code: str,
    at: datetime,
) -> Document:
    """Render the frozen data, store the PDF, and write the row. Never changed afterwards."""
    pdf = render(data)
    blob = wiring.storage().put(io.BytesIO(pdf))
    return Document.objects.create(
        kind=kind,
        number=number,
        office=office,
        subject=subject,
        language=language,
        data=_frozen(data),
        template_version=template_version,
        sha256=blob.sha256,
        size=blob.size,
        code=code,
        issued_at=at,
    )


def void(document: Document, reason: str, *, at: datetime) -> None:
    Document.objects.filter(pk=document.pk, voided_at=None).update(
        voided_at=at, void_reason=reason[:200]
    )


def pdf_of(document: Document) -> bytes:
    with wiring.storage().open(document.sha256) as stored:
        return stored.read()


@transaction.atomic(durable=True)
def take_upload(
    content: bytes, rules: UploadRules, *, purpose: str, subject: str, by: By, at: datetime
) -> Upload:
    """Judge the file in a limited process, store it, and write the row.

    A file that could not be judged is kept and waits; it is shown to nobody meanwhile.

    :raises UploadRefused: if it is not what the purpose asks for
    """
    verdict = wiring.scanner().scan(content, rules)
    if verdict.outcome is Outcome.REFUSED:
        raise UploadRefused(verdict.id, verdict.en)
    clean = verdict.outcome is Outcome.CLEAN
    blob = wiring.storage().put(io.BytesIO(verdict.content or content))
    upload = Upload.objects.create(
        office=by.office,
        subject=subject,
        purpose=purpose,
        uploaded_by=by.person or 0,
        at=at,
        content_type=verdict.media_type or "application/octet-stream",
        sha256=blob.sha256,
        size=blob.size,
        verdict=Verdict.CLEAN if clean else Verdict.WAITING,
    )
    trail.record(
        "take_upload",
        subject=subject,
        by=by,
        at=at,
        payload={"purpose": purpose, "sha256": blob.sha256, "verdict": upload.verdict},
    )
    return upload


def content_of(upload: Upload) -> bytes:
    with wiring.storage().open(upload.sha256) as stored:
        return stored.read()


def _frozen(data: DataclassInstance) -> Any:
    return json.loads(json.dumps(dataclasses.asdict(data), cls=DjangoJSONEncoder))
