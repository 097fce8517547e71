"""Finding papers and files."""

from __future__ import annotations

from loket.documents.models import Document, Upload, Verdict


def by_code(code: str) -> Document | None:
    """Find a paper by the code on its QR; anybody may ask."""
    return Document.objects.filter(code=code.strip().upper()).first()


def of_subject(subject: str, kind: str = "") -> list[Document]:
    """Return the papers of an order (or visit, or day), newest first."""
    papers = Document.objects.filter(subject=subject).order_by("-issued_at", "-id")
    return list(papers.filter(kind=kind) if kind else papers)


def paper_of(subject: str, public_id: str) -> Document | None:
    return Document.objects.filter(subject=subject, public_id=public_id).first()


def clean_upload(subject: str, public_id: str) -> Upload | None:
    """Find a file of the subject that has been judged clean; others are shown to nobody."""
    return Upload.objects.filter(
        subject=subject, public_id=public_id, verdict=Verdict.CLEAN
    ).first()


def uploads_of(subject: str) -> list[Upload]:
    """Return the files that came with the subject, oldest first, judged clean or not."""
    return list(Upload.objects.filter(subject=subject).order_by("at", "pk"))
