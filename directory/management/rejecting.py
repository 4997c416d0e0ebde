"""What commands that import share: a rejects file that can be written."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import CommandError


def try_to_write(rejects: Path) -> None:
    """Raise CommandError where a rejects file could not be written: before anything goes in.

    Afterwards nobody would learn which rows did not.
    """
    is_new = not rejects.exists()
    try:
        rejects.open("ab").close()
    except OSError as error:
        raise CommandError(
            f"The rejects file {rejects} cannot be written: {error.strerror}. Nothing was imported. "
            "Name a file in a folder that can be written to with --rejects."
        ) from error
    if is_new:
        rejects.unlink()
