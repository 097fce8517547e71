"""What pays for an invoice, and the receipt for it. Amounts are whole rupiah."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from loket.documents.models import Document, Upload
from loket.orders.models import Order
from loket.payments.models.billings import Billing
from loket.payments.models.invoices import Invoice
from loket.people.models import Institution, Office, User


class TransferProof(models.Model):
    """A proof of transfer from abroad, waiting for the treasurer's eye."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="transfer_proofs")
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT)
    currency = models.CharField(max_length=3)
    amount = models.DecimalField(max_digits=16, decimal_places=2)  # in that currency
    sent_on = models.DateField()
    bank = models.CharField(max_length=120)
    at = models.DateTimeField()
    accepted = models.BooleanField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True)


class Settlement(models.Model):
    """Money that fully pays an invoice. One invoice, one settlement; one NTPN, one settlement."""

    invoice = models.OneToOneField(Invoice, on_delete=models.PROTECT, related_name="settlement")
    method = models.CharField(
        max_length=8, choices=[("cash", "cash"), ("billing", "billing"), ("transfer", "transfer")]
    )
    amount = models.PositiveBigIntegerField()
    tendered = models.PositiveBigIntegerField(null=True)  # cash handed over
    billing = models.OneToOneField(Billing, on_delete=models.PROTECT, null=True)
    proof = models.OneToOneField(TransferProof, on_delete=models.PROTECT, null=True)
    ntpn = models.CharField(max_length=16, null=True, unique=True)
    ntb = models.CharField(max_length=16, blank=True)
    bank = models.CharField(max_length=60, blank=True)
    channel = models.CharField(max_length=8, blank=True)
    paid_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="settlement_amount_is_positive", condition=Q(amount__gt=0)
            ),
            models.CheckConstraint(
                name="settlement_names_its_evidence",
                condition=Q(method="cash", tendered__gte=F("amount"), billing__isnull=True)
                | Q(method="billing", billing__isnull=False, ntpn__isnull=False)
                | Q(method="transfer", proof__isnull=False),
            ),
        ]

    @property
    def change(self) -> int:
        """Rupiah given back at the desk."""
        return 0 if self.tendered is None else self.tendered - self.amount


class Waiver(models.Model):
    """The decision on a request for a lower price: asked for by one, decided by another.

    Taking all of the tariff off pays for the invoice; a part leaves the rest to be paid;
    nothing is a refusal.
    """

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="waiver")
    invoice = models.OneToOneField(Invoice, on_delete=models.PROTECT, related_name="waiver")
    percent = models.DecimalField(max_digits=5, decimal_places=2, default=100)  # taken off
    institution = models.CharField(max_length=160, blank=True)
    institution_key = models.CharField(max_length=160, blank=True, db_index=True)
    verified_institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, related_name="waivers"
    )  # none if refused, or decided before institutions were verified
    verification = models.CharField(max_length=300, blank=True)  # how it was made sure of
    legal_basis = models.CharField(max_length=120, blank=True)
    letter_number = models.CharField(max_length=80)
    reason = models.CharField(max_length=500)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="waiver_approved_by_another", condition=~Q(requested_by=F("approved_by"))
            ),
            models.CheckConstraint(
                name="waiver_percent_is_part", condition=Q(percent__gte=0, percent__lte=100)
            ),
            models.CheckConstraint(
                name="waiver_has_legal_basis", condition=Q(percent=0) | ~Q(legal_basis="")
            ),
        ]


class Kuitansi(models.Model):
    """The treasurer's receipt. A void keeps its number and needs a second person."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=40, unique=True)
    settlement = models.ForeignKey(
        Settlement, on_delete=models.PROTECT, null=True, related_name="kuitansi"
    )
    waiver = models.ForeignKey(
        Waiver, on_delete=models.PROTECT, null=True, related_name="kuitansi"
    )
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    amount = models.PositiveBigIntegerField()
    issued_at = models.DateTimeField()
    treasurer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    void_requested_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+"
    )
    void_reason = models.CharField(max_length=300, blank=True)
    voided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(null=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="kuitansi_serial_once", fields=["office", "year", "serial"]
            ),
            models.UniqueConstraint(
                name="kuitansi_one_in_force_a_settlement",
                fields=["settlement"],
                condition=Q(voided_at__isnull=True),
            ),
            models.CheckConstraint(
                name="kuitansi_for_exactly_one",
                condition=Q(settlement__isnull=False, waiver__isnull=True)
                | Q(settlement__isnull=True, waiver__isnull=False),
            ),
            models.CheckConstraint(
                name="kuitansi_void_by_second_person",
                condition=Q(voided_at__isnull=True)
                | (
                    Q(void_requested_by__isnull=False, voided_by__isnull=False)
                    & ~Q(void_requested_by=F("voided_by"))
                    & ~Q(void_reason="")
                ),
            ),
        ]
