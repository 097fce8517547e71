"""What an office offers at its counters, and the counters."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from loket.people.models import Office, User


class ServiceKind(models.TextChoices):
    PAID_PRODUCTS = "paid_products", _("Penjualan data mikro dan peta digital")
    CONSULTATION = "consultation", _("Konsultasi statistik")
    LIBRARY = "library", _("Perpustakaan")
    RECOMMENDATION = "recommendation", _("Rekomendasi kegiatan statistik")
    OTHER = "other", _("Layanan lainnya")


class OfferedService(models.Model):
    """A service with a queue of its own, known by the letter on its tickets."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="services")
    code = models.CharField(max_length=1, validators=[RegexValidator(r"^[A-Z]$")])
    name_id = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    kind = models.CharField(max_length=16, choices=ServiceKind)
    weight = models.PositiveSmallIntegerField(default=0)  # see PriorityPolicy.ageing_minutes
    promise_minutes = models.PositiveSmallIntegerField(default=10)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(name="service_letter_once", fields=["office", "code"]),
            models.CheckConstraint(
                name="service_kind_is_known", condition=models.Q(kind__in=ServiceKind.values)
            ),
            models.CheckConstraint(
                name="service_promise_is_positive", condition=models.Q(promise_minutes__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_id}"


class ServiceCounter(models.Model):
    """A desk: its number as on the wall, the services called there, who sits at it."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="counters")
    number = models.PositiveSmallIntegerField()
    services = models.ManyToManyField(OfferedService, related_name="counters")
    officer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="counters")
    staffed_since = models.DateTimeField(null=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(name="counter_number_once", fields=["office", "number"]),
            models.UniqueConstraint(
                name="counter_one_for_each_officer",
                fields=["officer"],
                condition=models.Q(officer__isnull=False),
            ),
            models.CheckConstraint(
                name="counter_number_is_spoken", condition=models.Q(number__range=(1, 99))
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)
