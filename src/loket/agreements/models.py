"""What the data are for, whether that fits, and the signed data-use agreement."""

from __future__ import annotations

from django.db import models

from loket.documents.models import Document, Upload
from loket.orders.models import Order
from loket.people.models import User


class Abstraksi(models.Model):
    """The statement of use, in the four parts that the agency asks for."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="abstraksi")
    round = models.PositiveSmallIntegerField(default=0)
    background = models.TextField(max_length=4000)  # latar belakang
    purpose = models.TextField(max_length=4000)  # tujuan
    method = models.TextField(max_length=4000)  # metode
    output = models.TextField(max_length=4000)  # rancangan hasil
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True)
    signer_name = models.CharField(max_length=120)  # who will sign the SPPD
    signer_position = models.CharField(max_length=120, blank=True)
    signer_rank = models.CharField(max_length=16)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="abstraksi_once_a_round", fields=["order", "round"])
        ]


class ZeroTariffRequest(models.Model):
    """Why an entitled institution asks for a lower price, down to the zero tariff."""

    order = models.OneToOneField(Order, on_delete=models.CASCADE, related_name="zero_request")
    percent = models.DecimalField(max_digits=5, decimal_places=2, default=100)  # off the tariff
    institution = models.CharField(max_length=160, blank=True)
    segment = models.CharField(max_length=20, blank=True)  # which of the five bodies it is
    signatory = models.CharField(max_length=120, blank=True)  # who signed the letter
    signatory_position = models.CharField(max_length=120, blank=True)
    activity = models.CharField(max_length=24)
    letter_number = models.CharField(max_length=80)
    letter_on = models.DateField()
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True)
    declared_at = models.DateTimeField()  # not for commercial use

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="zero_request_percent_is_part",
                condition=models.Q(percent__gt=0, percent__lte=100),
            )
        ]


class Review(models.Model):
    """The officer's decision whether the statement fits the list of data."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="reviews")
    round = models.PositiveSmallIntegerField(default=0)
    fits = models.BooleanField()
    reason = models.TextField(max_length=2000)
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="review_once_a_round", fields=["order", "round"])
        ]


class Sppd(models.Model):
    """One issued agreement; a revised request supersedes it with a new one."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="sppds")
    number = models.CharField(max_length=40, unique=True)
    document = models.OneToOneField(Document, on_delete=models.PROTECT)
    terms_version = models.CharField(max_length=24)
    issued_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    form = models.CharField(
        max_length=10,
        choices=[("wet", "wet"), ("electronic", "electronic")],
        blank=True,
    )
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True)
    originals = models.PositiveSmallIntegerField(default=0)
    meterai_serials = models.JSONField(default=list)
    received_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="sppd_one_in_force",
                fields=["order"],
                condition=models.Q(superseded_at__isnull=True),
            ),
            models.CheckConstraint(
                name="sppd_received_in_a_form",
                condition=models.Q(received_at__isnull=True)
                | (models.Q(received_by__isnull=False) & ~models.Q(form="")),
            ),
        ]


class MeteraiSerial(models.Model):
    """An electronic stamp may be used once in the whole system."""

    serial = models.CharField(max_length=40, unique=True)
    sppd = models.ForeignKey(Sppd, on_delete=models.PROTECT, related_name="meterai")
