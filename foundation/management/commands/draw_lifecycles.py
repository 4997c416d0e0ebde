"""Draw the tables of acts into `docs/lifecycles.md`."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from foundation.lifecycle import all_lifecycles, draw


class Command(BaseCommand):
    """`manage.py draw_lifecycles`."""

    help = "Draw the tables of acts of every app into docs/lifecycles.md."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page."""
        page = Path(settings.ROOT) / "docs" / "lifecycles.md"
        page.write_text(draw(all_lifecycles()), encoding="utf-8")
        self.stdout.write(f"Wrote {page}.")
