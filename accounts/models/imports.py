"""A file of accounts on its way in: what its columns are, what its check found, and what came of it."""

from __future__ import annotations

from django.db import models

from foundation import dates
from foundation.tabular.runs import ImportState, TableImport

__all__ = ["AccountImport", "ImportState"]


class AccountImport(TableImport):
    """One file of accounts."""

    creates_departments = models.BooleanField("makes departments that are not known", default=False)
    departments = models.JSONField("departments that it makes, or would make", default=list)

    class Meta(TableImport.Meta):
        pass

    def __str__(self) -> str:
        return f"Import of accounts {dates.moment(self.uploaded_at)}"
