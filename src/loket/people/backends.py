"""Log-in by e-mail address and password; only people who proved their address."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from loket.people.models import User


class ByEmail(BaseBackend):
    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        user = User.objects.filter(email=(username or "").strip().lower()).first()
        if user is None:
            User().set_password(password or "")  # the same work, so that time tells nothing
            return None
        if not user.check_password(password or ""):
            return None
        return user if user.is_active and user.email_verified_at else None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()
