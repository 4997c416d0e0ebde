"""Signing: one PAdES signature (B-B), certified to allow no change, and no word over the network.

No time stamp and no revocation list (B-T, B-LT): both come from servers elsewhere, and the portal must work where
there are none. The time is the portal's own, and signed with the rest.
"""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from http import HTTPStatus
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko_certvalidator.registry import SimpleCertificateStore

from foundation import clock
from foundation.errors import PortalError
from foundation.pdf_signing import history
from foundation.pdf_signing.keys import DocumentKey, present_key

FIELD = "Signature"
_SIGNATURE_ROOM = 4096
"""Bytes kept for a signature beside its certificates."""


class NotSigned(PortalError):
    """A document could not be signed: nothing was made."""

    status = HTTPStatus.SERVICE_UNAVAILABLE


def sign(pdf: bytes, *, reason: str = "", location: str = "", at: datetime | None = None) -> bytes:
    """The PDF with the portal's signature appended; tags, fonts and text stay as they are.

    `at` is when it is signed (now, where left out). Raises `NotSigned` where the certificate is not valid at that
    moment, or where `pdf` is none; ImproperlyConfigured where there is no key.
    """
    key, moment = present_key(), at or clock.now()
    certificate = key.certificate
    if not certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc:
        raise NotSigned(
            "The document could not be signed.",
            why="The certificate of the portal's document key is not valid at this time.",
            remedy="Ask an administrator to set a DOCUMENT_KEY with a certificate that is.",
        )
    history.keep(key)
    # pyHanko runs a loop of its own for each signature; where one runs already it needs a thread to itself.
    with ThreadPoolExecutor(max_workers=1) as alone:
        return alone.submit(_signed, pdf, key, reason, location, moment).result()


def _signed(pdf: bytes, key: DocumentKey, reason: str, location: str, moment: datetime) -> bytes:
    signer = _signer(key)
    described = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        reason=reason or None,
        location=location or None,
        name=signer.subject_name,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    field = fields.SigFieldSpec(
        FIELD,
        # Out of sight in the way of PDF/UA: a hidden field needs no tag.
        invis_sig_settings=fields.InvisSigSettings(set_print_flag=False, set_hidden_flag=True, box_out_of_bounds=True),
        readable_field_name="Signature of the portal",
    )
    room = _SIGNATURE_ROOM + sum(len(each.public_bytes(Encoding.DER)) for each in key.certificates)
    made = io.BytesIO()
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        page, _ = writer.find_page_for_modification(0)  # type: ignore[no-untyped-call]
        page.get_object()["/Tabs"] = pdf_name("/S")  # PDF/UA: a page with a field says in which order to tab
        writer.update_container(page.get_object())
        _At(moment, described, signer, new_field_spec=field).sign_pdf(writer, bytes_reserved=2 * room, output=made)
    except PdfError as error:
        raise NotSigned("The document could not be signed.", why=f"It is not a PDF that can be: {error}.") from error
    return made.getvalue()


class _At(signers.PdfSigner):
    """Signs as of a given moment: the library asks the machine's clock otherwise."""

    def __init__(self, moment: datetime, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._moment = moment

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._moment
        return session


def _store(certificates: list[asn1_x509.Certificate]) -> SimpleCertificateStore:
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    for each in certificates:
        store.register(each)
    return store


def _signer(key: DocumentKey) -> signers.SimpleSigner:
    chain = [asn1_x509.Certificate.load(each.public_bytes(Encoding.DER)) for each in key.certificates]
    private = key.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return signers.SimpleSigner(
        signing_cert=chain[0],
        signing_key=asn1_keys.PrivateKeyInfo.load(private),
        cert_registry=_store(chain[1:]),
    )
