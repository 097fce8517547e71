"""Queue tickets, and the periods a ticket passes through."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from loket.counter.models.desks import OfferedService, ServiceCounter
from loket.counter.models.visits import Visit
from loket.people.models import Office, User
from loket.rules.numbering import ticket_label


class TicketState(models.TextChoices):
    WAITING = "waiting", _("Menunggu")
    CALLED = "called", _("Dipanggil")
    SERVING = "serving", _("Dilayani")
    ON_HOLD = "on_hold", _("Ditunda")
    TRANSFERRED = "transferred", _("Dialihkan")
    NO_SHOW = "no_show", _("Tidak hadir")
    DONE = "done", _("Selesai")


AT_A_DESK = (TicketState.CALLED, TicketState.SERVING)
OPEN_STATES = (*AT_A_DESK, TicketState.WAITING, TicketState.ON_HOLD)
ENDED = (TicketState.TRANSFERRED, TicketState.NO_SHOW, TicketState.DONE)


class Ticket(models.Model):
    """A place in one service's queue on one day of the office's clock."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="tickets")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="tickets")
    service = models.ForeignKey(OfferedService, on_delete=models.PROTECT, related_name="tickets")
    day = models.DateField()
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=TicketState, default=TicketState.WAITING)
    revision = models.PositiveIntegerField(default=0)
    has_priority = models.BooleanField(default=False)
    taken_at = models.DateTimeField()
    queued_at = models.DateTimeField()  # what the place in line counts from
    ended_at = models.DateTimeField(null=True)
    counter = models.ForeignKey(
        ServiceCounter, on_delete=models.PROTECT, null=True, related_name="tickets"
    )  # where it is, or was last
    reserved_for = models.ForeignKey(
        ServiceCounter, on_delete=models.PROTECT, null=True, related_name="reserved"
    )
    officer = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="tickets_served"
    )
    follows = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="followed_by"
    )  # the ticket it was transferred from

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="ticket_number_once", fields=["office", "service", "day", "number"]
            ),
            models.UniqueConstraint(
                name="ticket_one_at_a_desk",
                fields=["counter"],
                condition=models.Q(state__in=AT_A_DESK),
            ),
            models.CheckConstraint(
                name="ticket_state_is_known",
                condition=models.Q(state__in=TicketState.values),
            ),
            models.CheckConstraint(
                name="ticket_at_a_desk_has_a_desk",
                condition=~models.Q(state__in=AT_A_DESK) | models.Q(counter__isnull=False),
            ),
            models.CheckConstraint(
                name="ticket_ended_once_over",
                condition=models.Q(state__in=ENDED, ended_at__isnull=False)
                | (~models.Q(state__in=ENDED) & models.Q(ended_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="ticket_number_from_one", condition=models.Q(number__gte=1)
            ),
        ]
        indexes = [
            models.Index(
                name="ticket_open",
                fields=["office", "day", "service"],
                condition=models.Q(state__in=OPEN_STATES),
            ),
            models.Index(
                name="ticket_line",
                fields=["service", "day", "has_priority", "queued_at"],
                condition=models.Q(state="waiting"),
            ),
            models.Index(name="ticket_by_day", fields=["office", "day"]),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return ticket_label(self.service.code, self.number)


class Period(models.Model):
    """A stretch of a ticket's time in one state, by the server's clock."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="periods")
    service = models.ForeignKey(OfferedService, on_delete=models.PROTECT)  # of the ticket
    state = models.CharField(max_length=12, choices=TicketState)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    counter = models.ForeignKey(ServiceCounter, on_delete=models.PROTECT, null=True)
    officer = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    freed_desk = models.BooleanField(default=False)  # its end made the desk free for the next
    # False: times from a slip, or an end set when an earlier day was closed
    is_measured = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="period_one_open",
                fields=["ticket"],
                condition=models.Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="period_never_negative",
                condition=models.Q(ended_at__isnull=True)
                | models.Q(ended_at__gte=models.F("started_at")),
            ),
        ]
        indexes = [
            models.Index(
                name="period_freed_desk",
                fields=["service", "ended_at"],
                condition=models.Q(freed_desk=True),
            )
        ]


class PreprintedSlip(models.Model):
    """A number from the emergency block, entered later: the true times and the entry's."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="slips")
    day = models.DateField()
    printed = models.CharField(max_length=12)  # as on the slip
    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, related_name="slip")
    arrived_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT)
    reason = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="slip_once_a_day", fields=["office", "day", "printed"]),
            models.CheckConstraint(
                name="slip_entered_after_arrival",
                condition=models.Q(entered_at__gte=models.F("arrived_at")),
            ),
        ]
