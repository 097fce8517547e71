"""Letters: from an outbox row to a mail in the customer's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from loket import wiring
from loket.agreements import queries as agreements
from loket.delivery import queries as deliveries
from loket.documents.models import Document
from loket.documents.operations import pdf_of
from loket.feedback.models import FollowUp
from loket.ledger import checkpoints
from loket.ledger.models import Message
from loket.orders import queries as orders
from loket.orders.models import Order
from loket.payments import queries as payments
from loket.people import institutions
from loket.people.models import EmailProof, User
from loket.ports.mail import Attachment, MailMessage

PAGES = {
    "account_verify": "portal:prove_email",
    "account_reset": "portal:reset_password",
    "institution_verify": "portal:prove_institution",
}


@dataclass(frozen=True, slots=True)
class Letter:
    recipient: str
    language: str
    context: dict[str, Any]
    papers: tuple[Document, ...] = ()
    copies: tuple[str, ...] = ()  # who else gets it


def send(message: Message, at: datetime) -> None:
    """Send the letter; the message id makes a twin recognisable to the mail system.

    :raises Unavailable: if the mail system asks to try again
    """
    letter = (
        _about_order(message, at)
        or _about_person(message)
        or _about_institution(message)
        or _about_trail(message)
    )
    if letter is None:
        return
    with translation.override(letter.language):
        written = render_to_string(f"letters/{letter.language}/{message.name}.txt", letter.context)
    subject, _, text = written.strip().partition("\n")
    wiring.mailer().send(
        MailMessage(
            id=str(message.pk),
            recipients=(letter.recipient, *letter.copies),
            subject=subject.strip(),
            text=text.strip() + "\n",
            attachments=tuple(_attached(paper) for paper in letter.papers),
        )
    )


def _about_person(message: Message) -> Letter | None:
    kind, _, public_id = message.subject.partition(":")
    if kind == "proof":
        return _about_registration(message, public_id)
    user = User.objects.filter(public_id=public_id).first() if kind == "person" else None
    if user is None:
        return None
    context: dict[str, Any] = {"person": user, "site": settings.LOKET_SITE}
    if page := PAGES.get(message.name):
        context["link"] = _absolute(page, message.payload["token"])
    else:
        context["link"] = _absolute("portal:log_in")
    return Letter(user.email, user.language, context)


def _about_registration(message: Message, public_id: str) -> Letter | None:
    proof = EmailProof.objects.filter(public_id=public_id).first()
    if proof is None:
        return None
    link = _absolute(PAGES[message.name], message.payload["token"])
    language = "en" if proof.profile.get("language") == "en" else "id"
    return Letter(
        proof.email,
        language,
        {"person": proof.profile, "site": settings.LOKET_SITE, "link": link},
    )


def _about_institution(message: Message) -> Letter | None:
    """The answer goes to the data centre that confirmed, and to the account."""
    asked = institutions.by_subject(message.subject)
    if asked is None:
        return None
    context = {
        "asked": asked,
        "person": asked.user,
        "office": asked.office,
        "site": settings.LOKET_SITE,
        "link": _absolute("portal:institution"),
    }
    copies = tuple({asked.user.email} - {asked.email})
    return Letter(asked.email, asked.user.language, context, copies=copies)


def _about_trail(message: Message) -> Letter | None:
    checkpoint = checkpoints.by_subject(message.subject)
    if checkpoint is None:
        return None
    context = {"checkpoint": checkpoint, "site": settings.LOKET_SITE}
    return Letter(settings.LOKET_HEADQUARTERS_MAIL, "id", context)


def _about_order(message: Message, at: datetime) -> Letter | None:
    order = orders.by_subject(message.subject)
    if order is None:
        return None
    invoice = payments.invoice_in_force(order)
    receipt = payments.kuitansi_in_force(order)
    sppd = agreements.sppd_in_force(order)
    review = agreements.review_of(order)
    follow_up = FollowUp.objects.filter(rating__order=order).order_by("-at").first()
    context = {
        "order": order,
        "person": order.buyer,
        "office": order.office,
        "site": settings.LOKET_SITE,
        "link": _absolute("portal:order", order.public_id),
        "invoice": invoice,
        "kuitansi": receipt,
        "sppd": sppd,
        "billing": payments.open_billing(order),
        "grant": deliveries.open_grant(order, at),
        "reason": _reason(order, message.name, review.reason if review else ""),
        "follow_up": follow_up,
    }
    papers = {
        "offer_sent": (invoice, sppd),
        "invoice_issued": (invoice,),
        "reduction_granted": (invoice,),
        "reduction_refused": (invoice,),
        "data_delivered": (receipt,),
        "data_handed_over": (receipt,),
    }.get(message.name, ())
    attached = tuple(paper.document for paper in papers if paper is not None)
    return Letter(order.buyer.email, order.language, context, attached)


def _reason(order: Order, letter: str, decision: str) -> str:
    action = {
        "sppd_refused": "refuse_sppd",
        "transfer_refused": "refuse_transfer",
        "reduction_refused": "refuse_reduction",
        "release_refused": "refuse_release",
    }.get(letter)
    return orders.details_of(order, action).get("reason", "") if action else decision


def _attached(paper: Document) -> Attachment:
    name = f"{paper.kind}-{paper.number.replace('/', '-')}.pdf"
    return Attachment(name, "application/pdf", pdf_of(paper))


def _absolute(page: str, *arguments: object) -> str:
    return settings.LOKET_SITE + reverse(page, args=arguments)
