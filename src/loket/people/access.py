"""Who may see which people; views find users and assignments only through here."""

from __future__ import annotations

from django.db.models import QuerySet

from loket.people.models import Assignment, InstitutionRequest, Office, Role, User


def offices_administered_by(user: User) -> QuerySet[Office]:
    held = Assignment.objects.filter(user=user, ended_at=None)
    if held.filter(role=Role.SYSTEM_ADMIN).exists():
        return Office.objects.all()
    return Office.objects.filter(
        assignments__user=user, assignments__role=Role.OFFICE_ADMIN, assignments__ended_at=None
    ).distinct()


def assignments_in(office: Office) -> QuerySet[Assignment]:
    return Assignment.objects.filter(office=office).select_related("user", "granted_by")


def offices_for(user: User, role: Role | None, office: Office | None) -> QuerySet[Office]:
    """Return the offices that somebody acting in this role administers now."""
    if role == Role.SYSTEM_ADMIN:
        return offices_administered_by(user)
    if role == Role.OFFICE_ADMIN and office is not None:
        return offices_administered_by(user).filter(pk=office.pk)
    return Office.objects.none()


def account_by_email(email: str) -> User | None:
    """Find somebody who can be given a role: active, with a proved address."""
    found = User.objects.filter(email=email.strip().lower(), is_active=True)
    return found.filter(email_verified_at__isnull=False).first()


def institution_requests_in(office: Office) -> QuerySet[InstitutionRequest]:
    found = InstitutionRequest.objects.filter(office=office)
    return found.select_related("user", "office", "institution", "letter")
