# SPDX-License-Identifier: Apache-2.0
"""The folder of keys: private to the site, never overwritten, verifiable for ever."""

import json
import stat
from datetime import UTC, datetime, timedelta, timezone
from operator import attrgetter

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from lms.certificates.adapters.cose import open_signed, sign1
from lms.certificates.adapters.signing import KeyFolder, KeyRecord, KeyTrouble, jwk, jwk_set, key_id

NOON = datetime(2026, 7, 10, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=365)


@pytest.fixture
def folder(tmp_path):
    return KeyFolder(tmp_path / "keys")


def code_of(action):
    with pytest.raises(KeyTrouble) as trouble:
        action()
    return trouble.value.code


def test_a_key_signs_what_its_public_half_verifies(folder):
    record = folder.create(NOON)
    message = sign1(b"facts", folder.load(record.kid))
    assert open_signed(message, {record.kid: record.public_bytes}.get) == b"facts"


def test_a_key_is_named_by_the_hash_of_its_public_half(folder):
    record = folder.create(NOON)
    assert record.kid == key_id(record.public_bytes) == folder.load(record.kid).kid
    assert len(record.kid) == 8


def test_the_private_file_is_for_one_user_alone(folder):
    record = folder.create(NOON)
    assert stat.S_IMODE((folder.path / f"{record.kid.hex()}.pem").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o601])
def test_a_private_file_open_to_others_is_refused(folder, mode):
    record = folder.create(NOON)
    (folder.path / f"{record.kid.hex()}.pem").chmod(mode)
    assert code_of(lambda: folder.load(record.kid)) == "key-readable-by-others"


@pytest.mark.parametrize("mode", [0o770, 0o702])
def test_a_folder_others_can_write_to_gets_no_key(folder, mode):
    folder.path.mkdir()
    folder.path.chmod(mode)
    assert code_of(lambda: folder.create(NOON)) == "key-folder-open-to-others"
    assert list(folder.path.iterdir()) == []


def test_a_folder_that_is_not_there_has_no_keys(folder):
    assert folder.keys() == []
    assert folder.active(NOON) is None


def test_a_key_is_active_from_its_first_moment_until_it_is_retired(folder):
    record = folder.create(NOON)
    assert folder.active(NOON - timedelta(seconds=1)) is None
    assert folder.active(NOON) == record
    folder.retire(record.kid, LATER)
    assert folder.active(LATER - timedelta(seconds=1)) is not None
    assert folder.active(LATER) is None


def test_the_end_of_a_key_is_not_moved(folder):
    record = folder.create(NOON)
    folder.retire(record.kid, LATER)
    assert folder.retire(record.kid, LATER + timedelta(days=1)).until_moment == LATER


def test_a_key_does_not_end_before_it_began(folder):
    record = folder.create(NOON)
    assert folder.retire(record.kid, NOON - timedelta(days=1)).until_moment == NOON


def test_rotation_makes_a_new_key_and_retires_the_old_one(folder):
    old = folder.create(NOON)
    new = folder.rotate(LATER)
    assert folder.active(LATER) == new
    newest, oldest = folder.keys()
    assert (newest, oldest.kid, oldest.until_moment) == (new, old.kid, LATER)


def test_rotation_makes_the_first_key_too(folder):
    assert folder.active(NOON) is None
    assert folder.rotate(NOON) == folder.active(NOON)


def test_a_retired_key_still_verifies_what_it_signed(folder):
    record = folder.create(NOON)
    message = sign1(b"facts", folder.load(record.kid))
    folder.rotate(LATER)
    known = dict(map(attrgetter("kid", "public_bytes"), folder.keys()))
    assert open_signed(message, known.get) == b"facts"


def test_the_public_half_stays_when_the_private_one_is_destroyed(folder):
    record = folder.create(NOON)
    (folder.path / f"{record.kid.hex()}.pem").unlink()
    assert folder.keys() == [record]
    assert code_of(lambda: folder.load(record.kid)) == "key-missing"


def test_moments_are_kept_in_utc_and_in_whole_seconds(folder):
    tokyo = datetime(2026, 7, 10, 21, 0, 0, 999, tzinfo=timezone(timedelta(hours=9)))
    assert folder.create(tokyo).from_moment == NOON
    assert folder.keys()[0].from_moment == NOON


def test_a_development_key_says_so(folder):
    folder.create(NOON, is_development=True)
    assert folder.keys()[0].is_development
    assert jwk(folder.keys()[0])["development"] is True


def test_an_unknown_key_is_missing(folder):
    assert code_of(lambda: folder.load(bytes(8))) == "key-missing"
    assert code_of(lambda: folder.retire(bytes(8), NOON)) == "key-missing"


def rsa_pem():
    key = generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def other_pem():
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.mark.parametrize(
    ("content", "code"),
    [(lambda: b"not a key", "key-damaged"), (rsa_pem, "key-damaged"), (other_pem, "key-halves-differ")],
)
def test_a_private_file_that_is_not_its_half_is_refused(folder, content, code):
    record = folder.create(NOON)
    (folder.path / f"{record.kid.hex()}.pem").write_bytes(content())
    assert code_of(lambda: folder.load(record.kid)) == code


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"x": 1}', '{"x": "AA", "from": "soon", "until": null}'])
def test_a_damaged_public_file_is_named(folder, content):
    record = folder.create(NOON)
    (folder.path / f"{record.kid.hex()}.json").write_text(content)
    assert code_of(folder.keys) == "key-damaged"


def test_the_published_key_is_a_json_web_key_with_its_span_and_without_the_private_half(folder):
    record = folder.create(NOON)
    published = json.loads(json.dumps(jwk_set(folder.keys())))["keys"]
    assert [key["kid"] for key in published] == [record.kid.hex()]
    (key,) = published
    assert (key["kty"], key["crv"], key["alg"]) == ("OKP", "Ed25519", "EdDSA")
    assert (key["from"], key["until"]) == ("2026-07-10T12:00:00Z", None)
    assert "d" not in key


def test_the_published_form_of_a_key_is_that_of_rfc_8037():
    # The public key of RFC 8037, appendix A.2.
    public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    assert jwk(KeyRecord(public, NOON))["x"] == "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
