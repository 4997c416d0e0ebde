"""Password rules of NIST SP 800-63B: long, not commonly used, not about the person or the City; nothing else.

No composition rules, no expiry, any character, pasting allowed, up to 128 characters.
"""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from directory.models import Employee
from foundation import clock, dated_settings

SEQUENCES = ("abcdefghijklmnopqrstuvwxyz" * 2, "0123456789" * 13, "qwertyuiopasdfghjklzxcvbnm" * 2)
LEAST_OF_ITS_OWN = 8


class MaximumLength:
    """Refuses what would make hashing a burden; 128 characters are allowed (the standard asks for at least 64)."""

    def __init__(self, max_length: int = 128) -> None:
        self.max_length = max_length

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a password that is too long."""
        if len(password) > self.max_length:
            raise ValidationError(
                f"This password is longer than {self.max_length} characters. Choose a shorter one.",
                code="password_too_long",
            )

    def get_help_text(self) -> str:
        """The rule in a sentence."""
        return f"It may have up to {self.max_length} characters, of any kind, blanks too."


class NotGuessable:
    """Refuses repetitions, runs of the keyboard, and what is little more than the person's or the City's name."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError with what to do instead."""
        plain = password.casefold()
        unit = _repeated_unit(plain)
        if len(set(plain)) < 5 or len(unit) < LEAST_OF_ITS_OWN or any(plain in run for run in SEQUENCES):
            raise ValidationError(
                "This password repeats a few characters or follows the keyboard. Choose several words instead.",
                code="password_repetitive",
            )
        if unit != plain:
            CommonPasswordValidator().validate(unit, user)
        about = [word for word in _words_about(user) if word in plain]
        if about and len(_without(about, plain)) < LEAST_OF_ITS_OWN:
            raise ValidationError(
                "This password is little more than your name or number, or the City's. "
                "Choose words that have nothing to do with you.",
                code="password_about_person",
            )

    def get_help_text(self) -> str:
        """The rule in a sentence."""
        return "It must not be commonly used, nor little more than your name, your number or the City's name."


def _repeated_unit(text: str) -> str:
    """The shortest text whose repetition is the whole text."""
    start = (text + text).find(text, 1)
    return text[:start] if 0 < start < len(text) else text


def _words_about(user: Any) -> list[str]:
    words = ["portal", "social", "media", "password"]
    words += re.findall(r"\w+", str(dated_settings.value("city.name", clock.now())).casefold())
    if user is not None and isinstance(user, Employee):
        words += [user.number.casefold(), *re.findall(r"\w+", user.name.casefold())]
        words += re.findall(r"\w+", user.email.split("@")[0].casefold())
    return sorted({word for word in words if len(word) > 2}, key=len, reverse=True)


def _without(words: list[str], text: str) -> str:
    """What is left of a text without the words, and without the signs and digits that people hang on to them."""
    for word in words:
        text = text.replace(word, "")
    return re.sub(r"[\W\d_]+", "", text)
