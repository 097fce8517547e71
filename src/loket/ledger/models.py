"""The trail, the gapless series, the outbox and the answers already given."""

from __future__ import annotations

import uuid

from django.db import models


class Event(models.Model):
    """One thing that happened. Rows are never changed or removed: the database refuses."""

    office = models.CharField(max_length=4)
    seq = models.PositiveBigIntegerField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    person = models.BigIntegerField(null=True)  # no name: people can be erased, events cannot
    role = models.CharField(max_length=16)
    action = models.CharField(max_length=48)
    subject = models.CharField(max_length=64)
    revision = models.PositiveIntegerField(null=True)  # of the subject, after the event
    request_id = models.CharField(max_length=36)
    payload = models.TextField()  # canonical JSON, without personal data

    class Meta:
        constraints = [
            models.UniqueConstraint(name="event_place_in_chain", fields=["office", "seq"]),
            models.UniqueConstraint(
                name="event_one_for_each_revision",
                fields=["subject", "revision"],
                condition=models.Q(revision__isnull=False),
            ),
        ]
        indexes = [models.Index(name="event_by_subject", fields=["subject", "id"])]


class ChainHead(models.Model):
    """The last event of an office's chain; the row every writer of that office takes first."""

    office = models.CharField(max_length=4, primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)


class Checkpoint(models.Model):
    """A signed statement of how long an office's chain was and what it hashed to."""

    office = models.CharField(max_length=4)
    size = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)  # Merkle root over the event hashes
    at = models.DateTimeField()
    text = models.TextField()  # tlog-checkpoint with its Ed25519 signature line

    class Meta:
        constraints = [
            models.UniqueConstraint(name="checkpoint_once_per_size", fields=["office", "size"])
        ]


class Series(models.Model):
    """The last number given out of a gapless series, per office and period."""

    kind = models.CharField(max_length=24)
    office = models.CharField(max_length=4)
    period = models.CharField(max_length=16)
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="series_one_counter", fields=["kind", "office", "period"])
        ]


class Message(models.Model):
    """The outbox: mail, calls to other systems and background work, written with the change."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    topic = models.CharField(max_length=16)  # mail, job, call
    name = models.CharField(max_length=48)
    office = models.CharField(max_length=4)
    subject = models.CharField(max_length=64)
    payload = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=128, unique=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(
                name="message_due",
                fields=["due_at"],
                condition=models.Q(done_at__isnull=True, dead_at__isnull=True),
            ),
            models.Index(name="message_by_subject", fields=["subject"]),
        ]


class Answer(models.Model):
    """What was answered to a request that had an effect, so that a repeat gets the same."""

    account = models.CharField(max_length=64)
    route = models.CharField(max_length=96)
    key = models.CharField(max_length=64)
    body_hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    location = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="answer_once_per_key", fields=["account", "route", "key"])
        ]
