"""Every call of a guest, with its reason and what the promise then was."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from loket.counter.models.desks import OfferedService, ServiceCounter
from loket.counter.models.policies import PriorityPolicy
from loket.counter.models.tickets import Ticket
from loket.people.models import Office, User


class CallReason(models.TextChoices):
    FIRST_COME = "first_come", _("Paling lama menunggu")
    WEIGHT = "weight", _("Layanan didahulukan menurut kebijakan")
    PRIORITY = "priority", _("Tamu prioritas")
    RATIO = "ratio", _("Giliran tamu umum setelah tamu prioritas")
    CAP = "cap", _("Menunggu melewati batas kebijakan")
    RESERVED = "reserved", _("Dialihkan ke loket ini")
    OUT_OF_ORDER = "out_of_order", _("Di luar urutan, dengan alasan petugas")
    RECALL = "recall", _("Panggilan ulang")
    RESUMED = "resumed", _("Dilanjutkan setelah ditunda")


class Call(models.Model):
    """One call on screen and by voice. Rows are never changed."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="calls")
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="calls")
    service = models.ForeignKey(OfferedService, on_delete=models.PROTECT)  # of the ticket
    counter = models.ForeignKey(ServiceCounter, on_delete=models.PROTECT, related_name="calls")
    officer = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField()
    day = models.DateField()
    reason = models.CharField(max_length=12, choices=CallReason)
    note = models.CharField(max_length=200, blank=True)  # the officer's own words
    policy = models.ForeignKey(PriorityPolicy, on_delete=models.PROTECT, null=True)
    waiting = models.PositiveIntegerField(default=0)  # guests this desk could have called
    passed_over = models.PositiveIntegerField(default=0)  # of them, those in line before
    promise_from = models.DateTimeField(null=True)
    promise_until = models.DateTimeField(null=True)
    promise_kept = models.BooleanField(null=True)  # null: not measured by this call

    class Meta:
        indexes = [
            models.Index(name="call_by_day", fields=["office", "day"]),
            models.Index(name="call_latest", fields=["office", "-id"]),
            models.Index(name="call_latest_of_queue", fields=["service", "-id"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="call_out_of_order_says_why",
                condition=~models.Q(reason="out_of_order") | ~models.Q(note=""),
            )
        ]


class CauseCode(models.Model):
    """Why a promise can break, from a list each office keeps."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="cause_codes")
    code = models.SlugField(max_length=24)
    label_id = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(name="cause_once", fields=["office", "code"])]

    def __str__(self) -> str:
        return self.label_id


class BreachCause(models.Model):
    """The cause an officer gave for a late call."""

    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="cause")
    code = models.ForeignKey(CauseCode, on_delete=models.PROTECT)
    note = models.CharField(max_length=200, blank=True)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT)
    given_at = models.DateTimeField()
