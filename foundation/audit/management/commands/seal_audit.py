"""Seal the trail now."""

from typing import Any

from django.core.management.base import BaseCommand

from foundation.audit.sealing import not_yet_sealed, seal_pending
from foundation.numbers import how_many


class Command(BaseCommand):
    """`manage.py seal_audit`: what the worker does twice a minute."""

    help = "Seal every entry of the trail that can be sealed now."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal and tell."""
        made = seal_pending()
        waiting, _ = not_yet_sealed()
        entries = how_many(sum(seal.count for seal in made), "entry", "entries")
        self.stdout.write(f"Sealed {entries} in {how_many(len(made), 'seal')}; waiting: {waiting:,}.")
        if made:
            self.stdout.write(f"Latest root: {made[-1].root}")
