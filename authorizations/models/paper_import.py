"""A file of papers on its way in, with their scans: see `authorizations.paper_imports`."""

from __future__ import annotations

from django.db import models

from foundation import dates
from foundation.files.models import StoredFile
from foundation.tabular.runs import TableImport


class PaperImport(TableImport):
    """One file of authorizations that were given on paper; those recorded from it have its id as their `batch`."""

    scans = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    """The scans as one ZIP; empty where a command reads them from where they lie."""
    refused = models.JSONField("rows that did not go in, or would not: line and what is wrong", default=list)
    unused = models.JSONField("scans that no row names", default=list)

    class Meta(TableImport.Meta):
        pass

    def __str__(self) -> str:
        return f"Import of papers {dates.moment(self.uploaded_at)}"
