"""The one form that a signature of the portal has, to the byte: whatever else a signature may hold is refused.

A CMS signature has parts that nothing protects (versions, names of algorithms, further certificates, attributes that
are not signed). Each must be what the portal writes there, so that a change of one byte is found there, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

_LARGEST = 64 * 1024
"""Bytes of a signature with its certificates."""
_ALGORITHMS = ("sha256_ecdsa", "sha256_rsa", "rsassa_pkcs1v15")
Chain = tuple[x509.Certificate, ...]


@dataclass(frozen=True)
class Signature:
    """A signature in the portal's form, by a key that the portal knows; whether it holds is still to be asked."""

    info: cms.SignerInfo
    certificate: asn1_x509.Certificate
    signer: str

    def is_over(self, digest: bytes) -> bool:
        """Whether the key signed bytes with this SHA-256."""
        try:
            intact, valid = validate_sig_integrity(self.info, self.certificate, "data", digest)
        except Exception:  # whatever a crafted signature makes the libraries raise: it does not hold
            return False
        return bool(intact and valid)


def read(padded: bytes, chains: Sequence[Chain]) -> Signature | None:
    """The signature in the bytes (filled up with zeros); None where it is not in form or by none of the keys."""
    if len(padded) > _LARGEST:
        return None
    try:
        return _read(padded, chains)
    except Exception:  # asn1crypto reads lazily, and raises many things at what is not what it seems
        return None


def _read(padded: bytes, chains: Sequence[Chain]) -> Signature | None:
    content = cms.ContentInfo.load(padded)
    der = content.dump()
    if padded[len(der) :].strip(b"\0") or content["content_type"].native != "signed_data":
        return None
    signed = content["content"]
    if len(signed["signer_infos"]) != 1:
        return None
    info = signed["signer_infos"][0]
    chain = next((chain for chain in chains if _is_by(info, chain) and _rebuilt(chain, info) == der), None)
    if chain is None:
        return None
    names = chain[0].subject.get_attributes_for_oid(x509.oid.NameOID.COMMON_NAME)
    signer = str(names[0].value) if names else chain[0].subject.rfc4514_string()
    return Signature(info, asn1_x509.Certificate.load(_der(chain)[0]), signer)


def _der(chain: Chain) -> list[bytes]:
    return [each.public_bytes(Encoding.DER) for each in chain]


def _is_by(info: cms.SignerInfo, chain: Chain) -> bool:
    own = asn1_x509.Certificate.load(_der(chain)[:1][0])
    expected = cms.IssuerAndSerialNumber({"issuer": own.issuer, "serial_number": own.serial_number})
    return bool(info["sid"].name == "issuer_and_serial_number" and info["sid"].chosen.dump() == expected.dump())


def _rebuilt(chain: Chain, info: cms.SignerInfo) -> bytes:
    """The signature as the portal writes it: of the one given come the signed attributes, and the key's answer."""
    algorithm = info["signature_algorithm"]["algorithm"].native
    if algorithm not in _ALGORITHMS:
        return b""
    signer = {
        "version": "v1",
        "sid": info["sid"].copy(),
        "digest_algorithm": {"algorithm": "sha256"},
        "signed_attrs": info["signed_attrs"].copy(),
        "signature_algorithm": {"algorithm": algorithm},
        "signature": info["signature"].native,
    }
    signed = {
        "version": "v1",
        "digest_algorithms": [{"algorithm": "sha256"}],
        "encap_content_info": {"content_type": "data"},
        "certificates": [asn1_x509.Certificate.load(each) for each in _der(chain)],
        "signer_infos": [signer],
    }
    made: bytes = cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()
    return made
