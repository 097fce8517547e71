"""`loket first_admin EMAIL`: make a registered person the first administrator of the system."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from loket.people import operations
from loket.people.models import User


class Command(BaseCommand):
    help = "Appoint the first system administrator; later ones are appointed on the site."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(
            email=options["email"].strip().lower(), email_verified_at__isnull=False
        ).first()
        if user is None:
            raise CommandError(
                "alamat ini belum terdaftar dan terbukti / not a registered, proved address"
            )
        try:
            operations.appoint_first_admin(user, at=timezone.now())
        except operations.AlreadyAppointed as refusal:
            raise CommandError(str(refusal.message)) from refusal
        self.stdout.write("administrator pertama diangkat / first administrator appointed")
