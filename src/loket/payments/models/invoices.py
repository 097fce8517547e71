"""Invoices and their lines. Amounts are whole rupiah."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from loket.documents.models import Document
from loket.orders.models import Order
from loket.payments.costs import LABELS, Cost, CostKind
from loket.people.models import Office, User


class FrozenBook(models.Model):
    """A tariff book as some invoice was priced by it; kept once, never changed."""

    digest = models.CharField(max_length=64, unique=True)  # of what it prices by
    code = models.CharField(max_length=24)
    record = models.JSONField()  # the book: loket.rules.tariffs.record
    kept_at = models.DateTimeField()


class Invoice(models.Model):
    """Frozen at issue; cancelled only by a counter-document."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="invoices")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="invoices")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=40, unique=True)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    tariff_book = models.CharField(max_length=24)
    book = models.ForeignKey(FrozenBook, on_delete=models.PROTECT, null=True, related_name="+")
    full_amount = models.PositiveBigIntegerField()  # before any reduction
    total = models.PositiveBigIntegerField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancellation = models.OneToOneField(
        Document, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="invoice_serial_once", fields=["office", "year", "serial"]
            ),
            models.UniqueConstraint(
                name="invoice_one_in_force",
                fields=["order"],
                condition=Q(cancelled_at__isnull=True),
            ),
            models.CheckConstraint(
                name="invoice_total_within_full", condition=Q(total__lte=F("full_amount"))
            ),
        ]


class InvoiceLine(models.Model):
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=250)
    definition_hash = models.CharField(max_length=64)
    quantity = models.PositiveBigIntegerField()  # bytes or maps
    unit = models.CharField(max_length=8)
    kind = models.CharField(max_length=12, blank=True)  # of the tariff line it was priced by
    tariff_class = models.CharField(max_length=32, blank=True)
    full_amount = models.PositiveBigIntegerField(default=0)  # before any reduction
    reduction_percent = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    amount = models.PositiveBigIntegerField()
    working = models.JSONField()  # how the amount was counted, both languages

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(name="line_position_once", fields=["invoice", "position"])
        ]


class InvoiceCost(models.Model):
    """What the buyer bears beside the tariff, as the invoice printed it; no state revenue."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="costs")
    kind = models.CharField(
        max_length=8, choices=[(kind.value, label.id) for kind, label in LABELS.items()]
    )
    amount = models.PositiveBigIntegerField()
    note = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="cost_kind_once", fields=["invoice", "kind"]),
            models.CheckConstraint(name="cost_is_positive", condition=Q(amount__gt=0)),
        ]

    @property
    def cost(self) -> Cost:
        return Cost(CostKind(self.kind), self.amount, self.note)
