"""The document: every word of the recorded text, on one page, tagged, signed, made by a worker and kept once."""

import hashlib
import io
from datetime import timedelta

import pypdf
import pytest

from authorizations import letters
from authorizations.acts_asked import Speaker
from authorizations.models import AuthorizationText, Document
from authorizations.plans import Plan
from authorizations.services import accept, grant, make_documents
from authorizations.services import documents as making
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict
from foundation.files.models import StoredFile
from foundation.files.services import read
from foundation.pdf_signing import NotSigned, check
from powers.catalogue import AUTHORIZE_POLICE_SPEECH
from tests.authorizations.conftest import device, in_days, speech
from tests.factories.accounts import AccountFactory
from tests.factories.directory import EmployeeFactory

pytestmark = pytest.mark.django_db
WORKER = Actor.of_system("documents")


@pytest.fixture(autouse=True)
def own_key(settings, tmp_path):
    settings.DOCUMENT_KEY, settings.DOCUMENT_KEY_FILE = "", tmp_path / "documents.pem"


def words_of(content):
    (page,) = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(page.extract_text().split())


def letter_of(row):
    assert make_documents(by=WORKER) == 1
    return read(StoredFile.objects.get(pk=Document.objects.get(authorization=row).file))


def every_word(row, content):
    printed = words_of(content).replace(" ", "")
    for line in AuthorizationText.objects.get(authorization=row).text.splitlines():
        for part in line.removeprefix("- ").split(": "):
            assert part.rstrip(":").replace(" ", "") in printed, line


def test_the_letter_says_every_word_of_the_text_that_was_recorded(parks):
    person = EmployeeFactory(assignment__department=parks.department)
    account = AccountFactory(department=parks.department)
    more = {
        "subjects_covered": ("summer camps", "trails"),
        "conditions": ("Answer within a day.", "Sign with your name."),
    }
    row = grant(by=parks.authority, plan=speech(parks, person, account, **more))
    content = letter_of(row)
    every_word(row, content)
    assert f"/authorizations/verify/{row.reference}/" in words_of(content).replace(" ", "")
    assert row.text_hash in words_of(content).replace(" ", "")


def test_both_persons_stand_on_the_letter_where_a_designee_acted(police):
    person = EmployeeFactory(assignment__department=police.department)
    designee = police.designee(AUTHORIZE_POLICE_SPEECH.code)
    row = grant(by=Actor.of_person(designee), plan=_police_plan(police, person))
    said = words_of(letter_of(row))
    assert f"In the name of {police.head.name}" in said
    assert f"Granted by {designee.name}" in said


def _police_plan(police, person):
    account = AccountFactory(department=police.department)
    speaker = Speaker.of_department(police.department)
    return Plan(kind="police_speech", grantee=person, until=in_days(60), speaker=speaker, accounts=(account,))


def test_a_long_clause_and_many_conditions_still_make_one_page(parks):
    person = EmployeeFactory(assignment__department=parks.department)
    row = grant(by=parks.authority, plan=device(person))
    head, rest = AuthorizationText.objects.get(authorization=row).text.split("\n\nTo: ")
    clause = "\n\n".join(
        f"{letter}. " + "No confidential or closed record of a case is disclosed. " * 3 for letter in "abcdefghi"
    )
    conditions = "\n".join(f"- Condition {number} asks for what every one of them asks for." for number in range(8))
    text = f"{head}\n\n{clause}\n\nTo: {rest}\nConditions:\n{conditions}\n"
    assert words_of(letters.render(row, text, at=clock.now())).count("Condition 7")


def test_the_letter_is_tagged_and_signed(parks):
    row = grant(by=parks.authority, plan=device(EmployeeFactory(assignment__department=parks.department)))
    content = letter_of(row)
    root = pypdf.PdfReader(io.BytesIO(content)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    found = check(content)
    assert found.is_whole
    assert abs(found.signed_at - clock.now()) < timedelta(minutes=2)


def test_it_is_kept_once_with_its_hash_and_its_key(parks):
    row = grant(by=parks.authority, plan=device(EmployeeFactory(assignment__department=parks.department)))
    content = letter_of(row)
    document = Document.objects.get(authorization=row)
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    assert len(document.key_id) == 64
    assert make_documents(by=WORKER) == 0
    assert Document.objects.count() == 1
    assert Entry.objects.filter(act="authorizations.document_made").count() == 1


def test_nothing_is_accepted_before_its_document_is_there(parks):
    person = EmployeeFactory(assignment__department=parks.department)
    row = grant(by=parks.authority, plan=device(person))
    with pytest.raises(Conflict, match="not there yet"):
        accept(by=Actor.of_person(person), authorization=row, text_hash=row.text_hash)
    make_documents(by=WORKER)
    accept(by=Actor.of_person(person), authorization=row, text_hash=row.text_hash)


def test_one_letter_that_cannot_be_made_keeps_no_other_from_being_made(parks, monkeypatch):
    rows = [
        grant(by=parks.authority, plan=device(EmployeeFactory(assignment__department=parks.department)))
        for _ in range(2)
    ]
    render = letters.render

    def broken(row, text, *, at):
        if row == rows[0]:
            raise NotSigned("No.")
        return render(row, text, at=at)

    monkeypatch.setattr(making.letters, "render", broken)
    assert make_documents(by=WORKER) == 1
    monkeypatch.undo()
    assert make_documents(by=WORKER) == 1


def test_workers_are_told_once_the_grant_is_committed(parks, monkeypatch, django_capture_on_commit_callbacks):
    told = []
    monkeypatch.setattr(making.current_app, "send_task", lambda name, *_, **__: told.append(name))
    with django_capture_on_commit_callbacks(execute=True):
        grant(by=parks.authority, plan=device(EmployeeFactory(assignment__department=parks.department)))
        assert told == []
    assert told.count("authorizations.make_documents") == 1
