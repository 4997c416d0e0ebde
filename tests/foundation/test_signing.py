import base64
import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from foundation import signing
from foundation.guards import lift_guards
from foundation.models import SigningKey

pytestmark = pytest.mark.django_db


def key(number):
    return base64.b64encode(bytes([number]) * 32).decode()


@pytest.fixture(autouse=True)
def first_key(settings):
    settings.SIGNING_KEY = key(1)


def test_what_the_portal_signed_verifies_and_nothing_else():
    signature = signing.sign(b"root", purpose="seal")
    assert signing.verify(b"root", signature, purpose="seal")
    assert not signing.verify(b"roots", signature, purpose="seal")


def test_a_signature_for_one_purpose_is_none_for_another():
    assert not signing.verify(b"root", signing.sign(b"root", purpose="seal"), purpose="receipt")


def test_old_signatures_verify_after_the_key_changed(settings):
    old = signing.sign(b"root", purpose="seal")
    for number in (2, 3):
        settings.SIGNING_KEY = key(number)
        signing.sign(b"other", purpose="seal")
    assert signing.verify(b"root", old, purpose="seal")


def test_a_key_slipped_into_the_table_is_not_trusted(settings):
    signing.sign(b"root", purpose="seal")
    settings.SIGNING_KEY = key(9)
    forged = signing.sign(b"forged", purpose="seal")
    settings.SIGNING_KEY = key(1)
    assert not signing.verify(b"forged", forged, purpose="seal")


def test_a_key_slipped_in_before_the_present_one_spoils_the_history(settings):
    old = signing.sign(b"root", purpose="seal")
    settings.SIGNING_KEY = key(2)
    signing.register_key()
    lift_guards()
    SigningKey.objects.filter(fingerprint=old.key).update(public_key=b"0" * 32)
    assert not signing.verify(b"root", old, purpose="seal")


def test_the_embedded_key_is_made_once_and_read_by_its_owner_alone(settings, tmp_path):
    settings.SIGNING_KEY = ""
    settings.SIGNING_KEY_FILE = tmp_path / "keys" / "signing.key"
    first = signing.sign(b"root", purpose="seal")
    signing._key_from.cache_clear()
    assert signing.verify(b"root", first, purpose="seal")
    assert stat.S_IMODE(settings.SIGNING_KEY_FILE.stat().st_mode) == 0o600


@pytest.mark.parametrize("wrong", ["", "not base64", base64.b64encode(b"short").decode()])
def test_a_missing_or_wrong_key_is_said_in_a_sentence(settings, wrong):
    settings.SIGNING_KEY, settings.SIGNING_KEY_FILE = wrong, None
    with pytest.raises(ImproperlyConfigured, match="SIGNING_KEY"):
        signing.sign(b"root", purpose="seal")
