"""Accounts, offices and who may act for which office in which role."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from loket.documents.models import Upload
from loket.rules.segments import SEGMENTS, Segment
from loket.rules.wording import Text


class Role(models.TextChoices):
    OFFICER = "officer", _("Petugas layanan")
    TREASURER = "treasurer", _("Bendahara")
    APPROVER = "approver", _("Pejabat penyetuju")
    OFFICE_ADMIN = "office_admin", _("Administrator kantor")
    SYSTEM_ADMIN = "system_admin", _("Administrator sistem")


class ReductionQuota(models.TextChoices):
    """How often an institution is granted a lower price; the rule in force sets it."""

    ONCE_A_PRODUCT = "once_a_product", _("Satu kali untuk setiap produk")
    ONCE = "once", _("Satu kali")
    UNLIMITED = "unlimited", _("Tidak dibatasi")


SEGMENT_CHOICES = [(segment.value, rule.label.id) for segment, rule in SEGMENTS.items()]
ENTITLED_CHOICES = [
    (segment.value, rule.label.id) for segment, rule in SEGMENTS.items() if rule.zero_rupiah
]
PROOF_PURPOSES = [("verify", "verify"), ("reset", "reset"), ("pusdatin", "pusdatin")]


class Domicile(models.TextChoices):
    DOMESTIC = "domestic", _("Di dalam negeri")
    FOREIGN = "foreign", _("Di luar negeri")


class Office(models.Model):
    code = models.CharField(max_length=4, unique=True)  # BPS area code: 0000, 3300, 3304
    name = models.CharField(max_length=120)
    city = models.CharField(max_length=80)
    address = models.CharField(max_length=250)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField()
    time_zone = models.CharField(
        max_length=20,
        choices=[(z, z) for z in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")],
        default="Asia/Jakarta",
    )
    satker = models.CharField(max_length=6, blank=True)
    tariff_book = models.CharField(max_length=24, default="PP-13-2024")
    reduction_quota = models.CharField(
        max_length=16, choices=ReductionQuota, default=ReductionQuota.ONCE_A_PRODUCT
    )
    bank_name = models.CharField(max_length=80, blank=True)  # for transfers from abroad
    bank_account_name = models.CharField(max_length=120, blank=True)
    bank_account_number = models.CharField(max_length=40, blank=True)
    bank_swift = models.CharField(max_length=11, blank=True)
    takes_cash = models.BooleanField(default=True)
    inquiry_minutes = models.PositiveSmallIntegerField(
        default=15, validators=[MinValueValidator(5), MaxValueValidator(1440)]
    )  # how often SIMPONI is asked about a billing code that is not paid yet
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class OpeningHours(models.Model):
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField()  # 0 is Monday
    opens = models.TimeField()
    closes = models.TimeField()
    break_starts = models.TimeField(null=True, blank=True)
    break_ends = models.TimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="hours_once_a_weekday", fields=["office", "weekday"]),
            models.CheckConstraint(
                name="hours_weekday_is_known", condition=models.Q(weekday__lte=6)
            ),
            models.CheckConstraint(
                name="hours_open_before_close", condition=models.Q(opens__lt=models.F("closes"))
            ),
        ]


class SpecialDay(models.Model):
    """A day on which the office differs from the national calendar: closed, or open."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="special_days")
    day = models.DateField()
    is_open = models.BooleanField(default=False)
    reason = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(name="special_day_once", fields=["office", "day"])]


class OfficeChange(models.Model):
    """A change of where money goes or what things cost; somebody else has to agree to it."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="changes")
    proposal = models.JSONField()  # column of the office: what it is to be
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField()
    accepted = models.BooleanField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="office_change_one_open",
                fields=["office"],
                condition=models.Q(accepted__isnull=True),
            ),
            models.CheckConstraint(
                name="office_change_decided_by_another",
                condition=models.Q(accepted__isnull=True, decided_by__isnull=True)
                | (
                    models.Q(accepted__isnull=False, decided_by__isnull=False)
                    & ~models.Q(decided_by=models.F("requested_by"))
                ),
            ),
        ]


class Accounts(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person: a customer, a member of staff, or both.

    A guest at the counter becomes a User without password; the account can be claimed
    later by proving the e-mail address.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=24, blank=True)
    language = models.CharField(
        max_length=2, choices=[("id", "Bahasa Indonesia"), ("en", "English")], default="id"
    )
    segment = models.CharField(
        max_length=20, choices=SEGMENT_CHOICES, default=Segment.GENERAL.value
    )
    institution = models.CharField(max_length=160, blank=True)
    position = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=250, blank=True)
    domicile = models.CharField(max_length=8, choices=Domicile, default=Domicile.DOMESTIC)
    npwp = models.CharField(max_length=16, blank=True)
    nip = models.CharField(max_length=18, blank=True)  # civil-service number, staff only
    email_verified_at = models.DateTimeField(null=True)
    joined_at = models.DateTimeField(null=True)
    is_active = models.BooleanField(default=True)
    sessions_valid_from = models.DateTimeField(null=True)

    objects: ClassVar[Accounts] = Accounts()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="user_language_is_known", condition=models.Q(language__in=["id", "en"])
            )
        ]

    def __str__(self) -> str:
        return self.name


class Assignment(models.Model):
    """A role that a person holds for an office, or for the whole system (no office)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments")
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    role = models.CharField(max_length=16, choices=Role)
    granted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="granted_assignments"
    )
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="assignment_once",
                fields=["user", "office", "role"],
                condition=models.Q(ended_at__isnull=True),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="assignment_is_granted_by_another",
                condition=models.Q(granted_by__isnull=True)
                | ~models.Q(granted_by=models.F("user")),
            ),
            models.CheckConstraint(
                name="assignment_office_unless_system_admin",
                condition=models.Q(office__isnull=True, role="system_admin")
                | (models.Q(office__isnull=False) & ~models.Q(role="system_admin")),
            ),
        ]


class EmailProof(models.Model):
    """A single-use secret sent by mail; only its hash is kept.

    What somebody typed when registering waits here until the owner of the address has
    proved it and repeated the password: an account is never opened, claimed or changed by
    a person who does not read its mail.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField()
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, related_name="email_proofs"
    )
    purpose = models.CharField(max_length=8, choices=PROOF_PURPOSES)
    token_hash = models.CharField(max_length=64, unique=True)
    password = models.CharField(max_length=128, blank=True)  # hashed, of a registration
    profile = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(name="proof_by_address", fields=["email", "created_at"])]


class LoginAttempt(models.Model):
    """A failed log-in, kept for limiting; the address is stored as a keyed hash."""

    account_hash = models.CharField(max_length=64)
    source_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(name="attempt_by_account", fields=["account_hash", "at"]),
            models.Index(name="attempt_by_source", fields=["source_hash", "at"]),
        ]


class Institution(models.Model):
    """A body entitled to ask for a lower tariff, of which somebody made sure that it is one."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=160)  # official
    name_key = models.CharField(max_length=500, unique=True)  # without case and spacing
    category = models.CharField(max_length=20, choices=ENTITLED_CHOICES)
    email = models.EmailField(blank=True)  # of its data centre; none if met at the counter only
    head = models.CharField(max_length=120, blank=True)
    head_position = models.CharField(max_length=120, blank=True)
    evidence = models.CharField(max_length=300)  # how it was made sure of
    letter_number = models.CharField(max_length=80, blank=True)
    verified_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                name="institution_address_once",
                fields=["email"],
                condition=~models.Q(email=""),
            ),
            models.CheckConstraint(
                name="institution_is_entitled",
                condition=models.Q(category__in=[value for value, _label in ENTITLED_CHOICES]),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class InstitutionRequest(models.Model):
    """An account asks to act for an institution; its data centre's mailbox proves it first."""

    class Status(models.TextChoices):
        ASKED = "asked", _("Menunggu bukti dari e-mail pusdatin")
        PROVED = "proved", _("Menunggu keputusan kantor")
        VERIFIED = "verified", _("Terverifikasi")
        REFUSED = "refused", _("Ditolak")
        ENDED = "ended", _("Tidak berlaku lagi")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="institution_requests")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    category = models.CharField(max_length=20, choices=ENTITLED_CHOICES)
    email = models.EmailField()
    head = models.CharField(max_length=120)
    head_position = models.CharField(max_length=120)
    letter = models.ForeignKey(Upload, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    status = models.CharField(max_length=8, choices=Status, default=Status.ASKED)
    proved_at = models.DateTimeField(null=True)
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, related_name="requests"
    )
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="institution_request_one_open",
                fields=["user"],
                condition=models.Q(status__in=["asked", "proved"]),
            ),
            models.UniqueConstraint(
                name="institution_request_one_verified",
                fields=["user"],
                condition=models.Q(status="verified"),
            ),
            models.CheckConstraint(
                name="institution_request_decided_by_another",
                condition=models.Q(decided_by__isnull=True)
                | ~models.Q(decided_by=models.F("user")),
            ),
            models.CheckConstraint(
                name="institution_request_verified_is_proved",
                condition=~models.Q(status="verified")
                | models.Q(
                    proved_at__isnull=False, institution__isnull=False, decided_by__isnull=False
                ),
            ),
        ]

    @property
    def category_label(self) -> Text:
        return SEGMENTS[Segment(self.category)].label
