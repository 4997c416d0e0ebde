"""Say as whom one can sign in to the demonstration."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse

from demo.cast import BY_NUMBER
from demo.permissions import personas


class Command(BaseCommand):
    """`manage.py demo_sign_ins`."""

    help = "Say as whom one can sign in to the demonstration; nothing where there is none."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line for each person."""
        people = list(personas())
        if not people:
            return
        self.stdout.write(f"Sign in at {settings.PORTAL_URL}{reverse('demo:sign_in')} as:")
        for person in people:
            self.stdout.write(f"  {person.number}  {person.name}: {BY_NUMBER[person.number].comes_for}")
