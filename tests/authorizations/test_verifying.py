"""Is this letter genuine, and in force? Both, each precisely, and no more than whoever asks may know."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pyhanko.pdf_utils.generic import pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from authorizations.models import Document
from authorizations.services import grant, make_documents, revoke
from authorizations.verifying import compare, verdict_on
from foundation import clock
from foundation.actor import Actor
from foundation.dated_settings import change
from foundation.files.models import StoredFile
from foundation.files.services import read
from tests.authorizations.conftest import device
from tests.factories.authorizations import AuthorizationFactory
from tests.factories.directory import EmployeeFactory

pytestmark = pytest.mark.django_db
WORKER = Actor.of_system("documents")


@pytest.fixture(autouse=True)
def own_key(settings, tmp_path):
    settings.DOCUMENT_KEY, settings.DOCUMENT_KEY_FILE = "", tmp_path / "documents.pem"


@pytest.fixture
def given(parks):
    """A grant of the authority with its document, and the bytes of it."""
    row = grant(by=parks.authority, plan=device(EmployeeFactory(assignment__department=parks.department)))
    make_documents(by=WORKER)
    return row, content_of(row)


def content_of(row):
    return read(StoredFile.objects.get(pk=Document.objects.get(authorization=row).file))


def test_the_file_that_the_portal_keeps_is_genuine(given):
    row, content = given
    assert compare(row.reference, content).is_genuine


def test_one_changed_byte_is_found_wherever_it_is(given):
    row, content = given
    for place in range(0, len(content), 61):
        changed = bytearray(content)
        changed[place] ^= 1
        found = compare(row.reference, bytes(changed))
        assert not found.is_genuine
        assert found.sentence.startswith("This file is not genuine.")


def test_an_appended_revision_is_named_as_such(given):
    row, content = given
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    writer.root["/Note"] = pdf_string("And on every other account, too")
    writer.update_root()
    made = io.BytesIO()
    writer.write(made)
    found = compare(row.reference, made.getvalue())
    assert not found.is_genuine
    assert "Something was added to this file after the portal signed it" in found.sentence


def test_a_letter_under_another_number_is_not_the_letter(given, parks):
    _, content = given
    other = grant(by=parks.authority, plan=device(EmployeeFactory(assignment__department=parks.department)))
    assert "but not" in compare(other.reference, content).sentence


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"%PDF-1.7", b"%PDF-1.7 /Encrypt"])
def test_whatever_is_uploaded_is_answered(content):
    assert not compare("PRF-2026-001", content).is_genuine


def test_an_unknown_number_is_said_to_be_none(client, parks):
    client.force_login(EmployeeFactory())
    assert b"no authorization of this number" in client.get(reverse("authorizations:verify", args=["X-1"])).content


def test_in_force_turns_to_not_in_force_in_the_second_of_the_revocation(given, parks):
    row, _ = given
    assert verdict_on(row.reference, person=None, at=clock.now()).in_force
    revoke(by=parks.authority, authorization=row, reason="No longer needed")
    assert not verdict_on(row.reference, person=None, at=clock.now()).in_force


def test_why_it_is_not_in_force_only_authority_holder_and_employee_relations_read(parks, streets):
    row = AuthorizationFactory(grantee=EmployeeFactory(assignment__department=parks.department), revoked=True)
    at = clock.now() + timedelta(seconds=1)
    for person in (parks.head, row.grantee, EmployeeFactory(role="employee_relations")):
        assert "revoked" in verdict_on(row.reference, person=person, at=at).why
    for person in (None, EmployeeFactory(), streets.head, EmployeeFactory(role="auditor")):
        found = verdict_on(row.reference, person=person, at=at)
        assert (found.in_force, found.why, found.sentence) == (False, "", f"{row.reference} is not in force.")


def test_a_paper_that_nobody_confirmed_is_no_authorization(parks):
    row = AuthorizationFactory(grantee=EmployeeFactory(assignment__department=parks.department), paper=True)
    assert "no authorization" in verdict_on(row.reference, person=None, at=clock.now()).sentence


def test_a_number_alone_tells_nothing_of_the_person(client, given, streets):
    row, _ = given
    client.force_login(streets.head)
    said = client.get(reverse("authorizations:verify", args=[row.reference])).content.decode()
    assert "is in force today" in said
    assert row.grantee_name not in said
    client.force_login(row.grantee)
    assert row.grantee_name in client.get(reverse("authorizations:verify", args=[row.reference])).content.decode()


def test_who_is_not_signed_in_may_ask_where_the_city_opened_its_register(client, given, settings):
    row, content = given
    page = reverse("authorizations:verify", args=[row.reference])
    assert "/sign-in/" in client.get(page).headers["Location"]
    change(by=WORKER, key="accounts.public_register", value=True, effective_from=clock.now(), reason="Decided")
    assert b"is in force today" in client.get(page).content
    sent = client.post(page, {"file": SimpleUploadedFile("letter.pdf", content)})
    assert b"This file is genuine" in sent.content
    settings.API_PUBLIC_RATE = 2
    assert client.get(page).status_code == 429


def test_without_a_file_a_sentence_says_what_is_missing(client, given):
    row, _ = given
    client.force_login(row.grantee)
    answer = client.post(reverse("authorizations:verify", args=[row.reference]))
    assert answer.status_code == 400
    assert b"Choose the file" in answer.content


def test_a_number_typed_in_leads_to_its_answer(client, parks):
    client.force_login(EmployeeFactory())
    answer = client.get(reverse("authorizations:verify_any"), {"reference": " prf-2026-001 "})
    assert answer.headers["Location"] == reverse("authorizations:verify", args=["PRF-2026-001"])
