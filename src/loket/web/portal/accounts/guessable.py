"""Passwords that are long enough and yet the first that somebody would try here."""

from __future__ import annotations

import re

from django.contrib.auth.password_validation import UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from loket.people.models import User

HERE = re.compile(
    "badan|pusat|statistik|bps|pst|silastik|loket|banjarnegara|indonesia|data|mikro|peta|"
    "kantor|rahasia|password|katasandi|sandi|admin|petugas|bendahara|qwerty|asdf|abc"
)
FEWEST_OWN_LETTERS = 5

_similarity = UserAttributeSimilarityValidator(user_attributes=("email", "name", "institution"))


def refuse_guessable(password: str, user: User | None) -> None:
    """
    :raises ValidationError: if it is like the person's name or address, or is made of words
        of this place and figures only
    """
    _similarity.validate(password, user)
    own = HERE.sub("", re.sub(r"[^a-z]", "", password.lower()))
    if password.isascii() and len(set(own)) < FEWEST_OWN_LETTERS:
        raise ValidationError(
            _("Kata sandi ini mudah ditebak. Pakai beberapa kata Anda sendiri yang tidak lazim."),
            code="guessable",
        )
