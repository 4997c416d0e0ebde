"""Signed documents: every change is found, old keys go on proving, and readers that are not ours agree."""

import io
import os
import shutil
import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pypdf
import pytest
from asn1crypto import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, transaction
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from foundation import pdf, signing
from foundation.guards import lift_guards
from foundation.models import DocumentCertificate
from foundation.pdf_signing import NotSigned, check, history, keys, making, sign
from tests.foundation.document_keys import made_key

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 5, 20, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_key(settings, tmp_path):
    settings.DOCUMENT_KEY, settings.DOCUMENT_KEY_FILE = "", tmp_path / "keys" / "documents.pem"


@pytest.fixture(scope="module")
def letter():
    return pdf.render("pdf/base.html", {"title": "Letter"})


@pytest.fixture
def signed(letter):
    return sign(letter, reason="Given under IV.C", location="St. Louis", at=AT)


def aside(act, *given, **named):
    """pyHanko begins an event loop of its own; a browser that was driven from this thread before left one running."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(act, *given, **named).result()


def append(document, text="Something else"):
    """A further revision, as any editor of PDF files appends it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(document))
    writer.root["/Note"] = pdf_string(text)
    writer.update_root()
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def test_a_signed_file_is_whole_and_says_by_whom_and_when(signed):
    found = check(signed)
    assert (found.is_whole, found.key_known, found.was_appended) == (True, True, False)
    assert found.signed_at == AT
    assert found.signer == "City of St. Louis: social media portal"
    assert "no byte was changed" in found.sentence


def test_one_changed_byte_is_found_wherever_it_is(signed):
    hole = signed.index(b"/Contents <") + len(b"/Contents <")
    around = [*range(0, len(signed), 131), *range(hole - 20, hole + 20), *range(len(signed) - 40, len(signed))]
    unseen = []
    for place in around:
        changed = bytearray(signed)
        changed[place] ^= 1
        if check(bytes(changed)).is_whole:
            unseen.append(place)
    assert unseen == []


def test_every_byte_of_the_signature_itself_counts(signed):
    hole = signed.index(b"/Contents <") + len(b"/Contents <")
    end = signed.index(b">", hole)
    real = len(signed[hole:end].rstrip(b"0"))
    for place in range(hole, hole + real + 4):
        changed = bytearray(signed)
        changed[place] = ord("0") if changed[place] == ord("1") else ord("1")
        assert not check(bytes(changed)).is_whole, place - hole


def test_an_appended_revision_is_found_and_told_from_a_change(signed):
    found = check(append(signed))
    assert (found.is_whole, found.was_appended, found.key_known) == (False, True, True)
    assert found.signed_at == AT
    assert not check(signed + b"\n").is_whole


def test_another_signature_on_top_is_something_appended(signed, settings, monkeypatch):
    monkeypatch.setattr(signers.PdfSigner, "_enforce_certification_constraints", lambda *_: None)
    settings.DOCUMENT_KEY = made_key("Somebody Else")
    writer = IncrementalPdfFileWriter(io.BytesIO(signed), strict=False)
    stranger = keys.present_key()
    second = signers.PdfSignatureMetadata(field_name="Second")
    made = aside(signers.sign_pdf, writer, second, making._signer(stranger), in_place=False)
    found = check(made.getvalue())
    assert (found.is_whole, found.was_appended) == (False, True)


def test_what_an_old_key_signed_still_proves_itself(signed, settings):
    for name in ("Second", "Third"):
        settings.DOCUMENT_KEY = made_key(name)
        newer = sign(pdf.render("pdf/base.html", {"title": name}), at=AT)
        assert check(newer).signer == name
    assert check(signed).is_whole
    assert DocumentCertificate.objects.count() == 3


def test_a_key_that_the_portal_does_not_know_is_no_proof(letter, settings):
    settings.DOCUMENT_KEY = made_key("City of St. Louis: social media portal")
    forged = sign(letter, at=AT)
    lift_guards()
    DocumentCertificate.objects.all().delete()
    found = check(forged)
    assert (found.is_whole, found.key_known, found.signer) == (False, False, "")
    assert "not the portal's" in found.sentence


def test_a_certificate_slipped_into_the_table_is_not_trusted(letter, settings):
    settings.DOCUMENT_KEY = made_key("Forger")
    forged = sign(letter, at=AT)
    lift_guards()
    DocumentCertificate.objects.update(signature=b"0" * 64)
    assert not check(forged).key_known


def test_a_certificate_of_the_history_cannot_be_changed_or_taken_out(signed):
    for act in (lambda: DocumentCertificate.objects.update(key=""), lambda: DocumentCertificate.objects.all().delete()):
        with pytest.raises(Error), transaction.atomic():
            act()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "not a PDF"),
        (b"<html>", "not a PDF"),
        (b"%PDF-1.7\n" + b"0" * (8 * 1024 * 1024), "larger than 8 MB"),
        (b"%PDF-1.7\n/Encrypt 4 0 R", "encrypted"),
        (b"%PDF-1.7\n%%EOF", "no signature"),
        (b"%PDF-1.7\n" + b"/ByteRange [0 10 20 5]" * 40, "40 signatures"),
        (b"%PDF-1.7\n/ByteRange [0 10 999999999 999999999]", "not whole"),
        (b"%PDF-1.7\n/ByteRange [0 0 0 0]", "not whole"),
        (b"%PDF-1.7\n<zz>/ByteRange [0 9 13 5]", "not the portal's"),
    ],
)
def test_whatever_is_handed_in_is_answered_with_a_sentence(content, sentence):
    found = check(content)
    assert not found.is_whole
    assert sentence in found.sentence


def test_a_truncated_file_is_said_to_be_not_whole(signed):
    for kept in (20, len(signed) // 2, len(signed) - 1):
        assert not check(signed[:kept]).is_whole
    assert "not whole" in check(signed[:-1]).sentence


@given(st.binary(max_size=400))
def test_no_signature_however_crafted_raises(inner):
    head = b"%PDF-1.7\n/Contents "
    hole = b"<" + inner.hex().encode() + b">"
    ranges = b"/ByteRange [0 %d %d 0]" % (len(head), len(head) + len(hole))
    assert not check(head + hole + ranges).is_whole


def test_signing_keeps_the_tags_and_adds_nothing_that_would_need_one(letter, signed):
    before, after = (pypdf.PdfReader(io.BytesIO(each)) for each in (letter, signed))
    root = after.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "en"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    (field,) = [each.get_object() for each in after.pages[0]["/Annots"]]
    assert field["/F"] & 2, "a hidden field needs no tag (PDF/UA-1, 7.18.1)"
    assert field["/TU"]
    assert after.pages[0]["/Tabs"] == "/S"
    assert len(after.pages) == len(before.pages)


def test_pyhanko_finds_the_signature_valid_and_certified_to_allow_no_change(signed):
    own = x509.Certificate.load(keys.present_key().certificate.public_bytes(Encoding.DER))
    trust = ValidationContext(trust_roots=[own], allow_fetching=False, moment=AT)
    (embedded,) = PdfFileReader(io.BytesIO(signed)).embedded_signatures
    status = aside(validate_pdf_signature, embedded, trust)
    assert status.bottom_line
    assert status.modification_level == ModificationLevel.NONE
    assert embedded.sig_object["/SubFilter"] == pdf_name("/ETSI.CAdES.detached")
    (changed,) = PdfFileReader(io.BytesIO(append(signed))).embedded_signatures
    assert not aside(validate_pdf_signature, changed, trust).bottom_line


def pdfsig(document, tmp_path):
    if not shutil.which("pdfsig"):
        pytest.skip("pdfsig is not installed: apt-get install poppler-utils")
    file = tmp_path / "document.pdf"
    file.write_bytes(document)
    done = subprocess.run(
        ["pdfsig", "-nocert", str(file)],
        env={**os.environ, "HOME": str(tmp_path)},  # no certificates of whoever runs the test
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


def test_poppler_finds_the_signature_valid_over_the_whole_document(signed, tmp_path):
    said = pdfsig(signed, tmp_path)
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "Not total document signed" in pdfsig(append(signed), tmp_path)
    damaged = signed.replace(b"/Lang", b"/Mang", 1)
    assert damaged != signed
    assert "Signature is Valid." not in pdfsig(damaged, tmp_path)


def test_a_citys_own_key_may_be_rsa_with_a_chain_and_a_passphrase(letter, settings):
    settings.DOCUMENT_KEY = made_key("City seal", kind="rsa", issuer="City authority", passphrase="open")
    settings.DOCUMENT_KEY_PASSPHRASE = "open"
    found = check(sign(letter, at=AT))
    assert found.is_whole
    assert found.signer == "City seal"


def test_a_key_may_come_as_pkcs12(letter, settings):
    settings.DOCUMENT_KEY = made_key("City seal", form="pkcs12", passphrase="open")
    settings.DOCUMENT_KEY_PASSPHRASE = "open"
    assert check(sign(letter, at=AT)).signer == "City seal"


@pytest.mark.parametrize(
    ("key", "passphrase", "said"),
    [
        ("not base64!", "", "PKCS#12"),
        ("AAAA", "", "cannot be read"),
        (lambda: made_key("x", passphrase="open"), "wrong", "cannot be read"),
        (lambda: made_key("x").split("-----BEGIN CERTIFICATE")[0], "", "cannot be read"),
        (lambda: made_key("x").split("-----END PRIVATE KEY-----")[1], "", "no private key"),
        (lambda: made_key("x", kind="ed25519"), "", "readers know no other"),
    ],
)
def test_an_unfit_key_is_said_in_a_sentence(settings, key, passphrase, said):
    settings.DOCUMENT_KEY = key if isinstance(key, str) else key()
    settings.DOCUMENT_KEY_PASSPHRASE = passphrase
    with pytest.raises(ImproperlyConfigured, match=said):
        keys.present_key()


def test_without_key_and_file_the_variable_is_named(settings):
    settings.DOCUMENT_KEY_FILE = None
    with pytest.raises(ImproperlyConfigured, match="DOCUMENT_KEY"):
        keys.present_key()


def test_an_expired_certificate_signs_nothing(letter, settings):
    settings.DOCUMENT_KEY = made_key("City seal", until=datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(NotSigned, match="not valid at this time"):
        sign(letter, at=AT)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"nothing"])
def test_what_is_no_pdf_is_not_signed(content):
    with pytest.raises(NotSigned, match="not a PDF"):
        sign(content, at=AT)


def test_the_embedded_key_is_made_once_and_read_by_its_owner_alone(settings, signed):
    keys._key_from.cache_clear()
    assert check(signed).is_whole
    assert keys.present_key().fingerprint == DocumentCertificate.objects.get().fingerprint
    assert stat.S_IMODE(settings.DOCUMENT_KEY_FILE.stat().st_mode) == 0o600


def test_the_history_trusts_only_what_the_portals_own_key_vouches_for(signed):
    assert len(history.known_chains()) == 1
    row = DocumentCertificate.objects.get()
    assert row.key in signing.trusted_keys()
