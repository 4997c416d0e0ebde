import hashlib
import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction

from foundation import clock
from foundation.actor import Actor
from foundation.errors import InvalidInput
from foundation.files import services
from foundation.files.content import safe_name
from foundation.files.models import FileBytes, Place, StoredFile
from tests.factories.directory import EmployeeFactory

pytestmark = pytest.mark.django_db

BY = Actor.of_system("test")


def everybody(person, stored, at):
    return True


def nobody(person, stored, at):
    return False


@pytest.fixture(autouse=True)
def rules(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.FILE_PERMISSIONS = {
        "open": "tests.foundation.test_files.everybody",
        "closed": "tests.foundation.test_files.nobody",
    }
    settings.FILE_IN_DATABASE = 1000


def store(content=b"text", name="notes.txt", purpose="open", **more):
    return services.store(by=BY, name=name, content=content, purpose=purpose, **more)


def xlsx():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return made.getvalue()


def test_a_small_file_stands_in_the_database_with_its_hash():
    stored = store(b"a small file")
    assert (stored.place, stored.size) == (Place.DATABASE, 12)
    assert stored.sha256 == hashlib.sha256(b"a small file").hexdigest()
    assert services.read(stored) == b"a small file"


def test_a_large_file_goes_behind_the_storages_piece_by_piece():
    stored = store(b"x" * 100 for _ in range(100))
    assert (stored.place, stored.size) == (Place.STORAGE, 10_000)
    assert services.read(stored) == b"x" * 10_000
    assert not FileBytes.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"%PDF-1.7 ...", "letter.exe", "application/pdf"),
        (b"<svg onload=alert(1)>", "picture.png", "text/plain"),
        (b"<html><script>", "page.html", "text/plain"),
        (b"a,b\n", "people.csv", "text/csv"),
        (b"\x00\x01", "people.csv", "application/octet-stream"),
        (b"PK\x03\x04 broken", "book.xlsx", "application/zip"),
        (b"\x00\x00\x00\x18ftypmp42", "film.txt", "video/mp4"),
        (b"\x00\x00\x00\x14ftypqt  ", "film", "video/quicktime"),
        (b"\x1aE\xdf\xa3 webm", "film.csv", "video/webm"),
        (b"RIFF\x10\x00\x00\x00WAVE", "sound", "audio/wav"),
        (b"WEBVTT\n", "captions.vtt", "text/vtt"),
        (xlsx(), "book", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_the_type_is_what_the_content_says(content, name, kind):
    assert store(content, name).content_type == kind


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\letters\\grant.pdf", "grant.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("line\r\nbreak.txt", "linebreak.txt"),
        ("", "file"),
    ],
)
def test_a_name_is_only_a_name(given, kept):
    assert safe_name(given) == kept


def test_a_file_past_the_limit_is_refused_and_leaves_nothing():
    with pytest.raises(InvalidInput):
        store((b"x" * 1000 for _ in range(10)), limit=5000)
    assert not StoredFile.objects.exists()


def test_what_is_known_of_a_file_never_changes():
    stored = store()
    with pytest.raises(DatabaseError), transaction.atomic():
        StoredFile.objects.filter(pk=stored.pk).update(sha256="0" * 64)


def test_bytes_that_were_changed_are_not_given_out():
    stored = store()
    FileBytes.objects.filter(file=stored).update(content=b"other")
    with pytest.raises(OSError, match="not those"):
        services.read(stored)


def test_the_sweep_deletes_only_old_files_that_no_row_knows():
    kept = store(b"x" * 2000)
    orphan = default_storage.save("files/00/00000000-0000-4000-8000-000000000000", ContentFile(b"left behind"))
    assert services.sweep_orphans(clock.now()) == 0
    assert services.sweep_orphans(clock.now() + timedelta(days=2)) == 1
    assert not default_storage.exists(orphan)
    assert services.read(kept) == b"x" * 2000


def test_a_file_is_sent_to_be_saved_and_never_to_be_run(client):
    client.force_login(EmployeeFactory())
    answer = client.get(f"/files/{store(b'<script>', 'page.html').pk}/")
    assert b"".join(answer.streaming_content) == b"<script>"
    assert answer["Content-Disposition"] == 'attachment; filename="page.html"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"


def test_a_purpose_without_a_rule_stores_nothing():
    with pytest.raises(ValueError, match="FILE_PERMISSIONS"):
        store(purpose="unheard of")
