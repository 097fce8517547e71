"""One case: invoice with its working, how it is or was paid, its receipt, its papers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from loket import wiring
from loket.documents import queries as documents
from loket.documents.models import Verdict
from loket.orders import queries as orders
from loket.orders.models import Order
from loket.orders.operations import subject_of
from loket.payments import queries
from loket.payments.models import Invoice, InvoiceLine
from loket.people.models import Role
from loket.process.vocabulary import Actor, Trait
from loket.rules.tariffs.book import Unit
from loket.rules.tariffs.working import quantity_text
from loket.rules.wording import Text
from loket.web.access import staff
from loket.web.treasury import forms
from loket.web.treasury.finding import order_of


@staff(Role.TREASURER)
@require_safe
def case(request: HttpRequest, order_id: UUID) -> HttpResponse:
    return page(request, order_of(request, order_id))


def page(request: HttpRequest, order: Order, wrong: forms.DeskForm | None = None) -> HttpResponse:
    """Draw the case; with the form that was filled in wrongly in its place, if there is one."""
    context = _context(order)
    if wrong is not None:
        context[f"{wrong.name}_form"] = context["form"] = wrong
    return render(request, "treasury/case.html", context, status=422 if wrong else 200)


def _context(order: Order) -> dict[str, Any]:
    invoice = queries.invoice_in_force(order)
    billing = queries.open_billing(order)
    evidence = queries.settled_by(order)
    proof = queries.proof_waiting(order)
    kuitansi = queries.kuitansi_in_force(order)
    total = invoice.total if invoice else None
    return {
        "order": order,
        "state": orders.state_text(order),
        "may": _may(order),
        "invoice": invoice,
        "lines": [_line(line) for line in invoice.lines.all()] if invoice else [],
        "billing": billing,
        "billings": invoice.billings.order_by("-issued_at") if invoice else [],
        "settlement": evidence[0] if evidence else None,
        "waiver": evidence[1] if evidence else None,
        "proof": proof,
        "proof_is_clean": bool(proof and proof.upload.verdict == Verdict.CLEAN),
        "kuitansi": kuitansi,
        "exceptions": queries.exceptions_about(order),
        "papers": documents.of_subject(subject_of(order)),
        "history": orders.history(order),
        "by_hand": wiring.billing().capabilities().by_hand,
        "may_ask": wiring.billing().capabilities().can_inquire,
        "now": timezone.now(),
        "cash_form": forms.CashForm(),
        "billing_form": forms.BillingForm(),
        "payment_form": forms.PaymentForm(initial=_payment(invoice, billing)),
        "transfer_form": forms.TransferForm(initial={"received": total}),
        "refusal_form": forms.RefusalForm(),
        "void_form": forms.VoidForm(),
    }


def _may(order: Order) -> set[str]:
    """Return what the treasurer may do now; cash only where the office takes it."""
    names = {action.name for action in orders.actions_for(order, Actor.TREASURER)}
    if not order.office.takes_cash or Trait.ZERO_TARIFF in order.traits:
        names.discard("take_cash")
    return names


def _payment(invoice: Invoice | None, billing: Any) -> dict[str, Any]:
    if invoice is None or billing is None:
        return {}
    return {"code": billing.code, "amount": billing.amount}


def _line(line: InvoiceLine) -> dict[str, Any]:
    return {
        "title": line.title,
        "quantity": quantity_text(line.quantity, Unit(line.unit)),
        "amount": line.amount,
        "working": [Text(step["id"], step["en"]) for step in line.working],
    }
