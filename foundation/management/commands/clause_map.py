"""Draw the clause map into `docs/clause-map.md`."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from foundation import clause_map


class Command(BaseCommand):
    """`manage.py clause_map`."""

    help = "Collect which code and which tests cite each clause, and draw them into docs/clause-map.md."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page."""
        root = Path(settings.ROOT)
        page = root / "docs" / "clause-map.md"
        page.write_text(clause_map.draw(clause_map.clause_map(root)), encoding="utf-8")
        self.stdout.write(f"Wrote {page}.")
