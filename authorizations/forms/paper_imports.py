"""Forms of a file of papers: the table and its scans, and which of its columns is what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from authorizations.models import Authorization, PaperImport
from authorizations.paper_imports.columns import FIELDS, NEEDED
from foundation.errors import InvalidInput
from foundation.tabular.columns import title_at
from powers.forms import HouseForm

NOT_THERE = "Not in the file"
MOST_FILES = 15


class ManyFilesInput(forms.ClearableFileInput):
    """An input for several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files; its value is a list of them."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The files, each looked at alone."""
        files = list(data) if isinstance(data, list | tuple) and data else [data or None]
        if len(files) > MOST_FILES:
            raise ValidationError(f"At most {MOST_FILES} files at once. Put the scans into one ZIP.")
        return [super(ManyFilesField, self).clean(file, initial) for file in files]


class PaperFileForm(HouseForm):
    """The file of papers, and their scans."""

    button = "Upload and look at it"
    file = forms.FileField(
        label="CSV or XLSX file", help_text="One line names the columns. You say next which of them is what."
    )
    scans = ManyFilesField(
        label="The scans",
        help_text=f"One ZIP of PDF files and pictures (250 MB at most), or up to {MOST_FILES} of them as they are. "
        "A column of the file says what each is called.",
    )

    @property
    def packed(self) -> UploadedFile[Any] | None:
        """The ZIP, where the scans came as one."""
        files: list[UploadedFile[Any]] = self.cleaned_data["scans"]
        if len(files) == 1 and (files[0].name or "").casefold().endswith(".zip"):
            return files[0]
        return None


class PaperColumnsForm(HouseForm):
    """Which column of the file is what; guessed from the titles until somebody says otherwise."""

    button = "Check the file"

    def __init__(self, *args: Any, run: PaperImport, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {name: str(place) for name, place in run.places.items()})
        super().__init__(*args, **kwargs)
        titles = [(str(place), title_at(run.header, place)) for place in range(len(run.header))]
        for name, wanted in FIELDS.items():
            field = forms.ChoiceField(label=wanted.label, choices=[("", NOT_THERE), *titles], required=False)
            field.help_text = "Needed." if name in NEEDED else ""
            self.fields[name] = field

    def places(self) -> dict[str, int]:
        """The columns that were chosen."""
        return {name: int(self.cleaned_data[name]) for name in FIELDS if self.cleaned_data.get(name)}

    def take(self, error: InvalidInput) -> None:
        """Put onto the form what is wrong with the choice."""
        words = " ".join(part for part in (error.what, error.remedy.replace("=…", "")) if part)
        self.add_error(error.field if error.field in self.fields else None, words)


class ConfirmManyForm(forms.Form):
    """The papers that were ticked on the list."""

    chosen = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": "%(value)s does not wait for your word any more."}
    )

    def __init__(self, *args: Any, rows: list[Authorization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rows = rows
        field = self.fields["chosen"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(row.reference, row.reference) for row in rows]

    def rows(self) -> list[Authorization]:
        """Those ticked, as they stand on the list."""
        return [row for row in self._rows if row.reference in self.cleaned_data["chosen"]]
