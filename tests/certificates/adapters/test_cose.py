# SPDX-License-Identifier: Apache-2.0
"""Signed messages: against the published example, against an independent implementation, against tampering."""

import json
import random
from pathlib import Path

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from lms.certificates.adapters import cose
from lms.certificates.adapters.cose import BadMessage, Sign1, decode, encode, open_signed, sign1
from lms.certificates.domain.payload import from_map
from tests import independent_cose
from tests.factories.keys import KEY, PUBLIC, find_key, signed_facts
from tests.factories.snapshots import make_snapshot

VECTORS = Path(__file__).parents[2] / "vectors"
PUBLISHED = json.loads((VECTORS / "cose_sign1.json").read_text())
ED25519 = json.loads((VECTORS / "rfc8032.json").read_text())["vectors"]
MESSAGE = signed_facts(make_snapshot())


class Known:
    """A signer with the key of the published example."""

    kid = b"11"

    def sign(self, message):
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(PUBLISHED["secret"])).sign(message)


def test_the_published_example_verifies():
    parsed = Sign1.parse(bytes.fromhex(PUBLISHED["message"]))
    assert parsed.protected.hex() == PUBLISHED["protected"]
    assert parsed.verify(bytes.fromhex(PUBLISHED["public"])) == PUBLISHED["payload"].encode()


def test_what_is_signed_is_built_as_in_the_published_example():
    signed = encode(["Signature1", bytes.fromhex(PUBLISHED["protected"]), b"", PUBLISHED["payload"].encode()])
    assert signed.hex() == PUBLISHED["to_be_signed"]


def test_a_message_of_ours_with_the_published_key_verifies_with_the_published_public_key():
    message = sign1(PUBLISHED["payload"].encode(), Known())
    assert Sign1.parse(message).verify(bytes.fromhex(PUBLISHED["public"])) == PUBLISHED["payload"].encode()


@pytest.mark.parametrize("vector", ED25519, ids=["empty", "one byte", "two bytes"])
def test_the_signature_scheme_is_that_of_rfc_8032(vector):
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(vector["secret"]))
    assert key.sign(bytes.fromhex(vector["message"])).hex() == vector["signature"]
    assert key.public_key().public_bytes_raw().hex() == vector["public"]


THEIR_PUBLIC = independent_cose.key_of(KEY.kid, PUBLIC)
THEIR_PRIVATE = independent_cose.key_of(KEY.kid, PUBLIC, bytes(range(32)))


def test_an_independent_implementation_verifies_our_message():
    facts = from_map(cbor2.loads(independent_cose.verify(MESSAGE, THEIR_PUBLIC)))
    assert facts.certificate_id == make_snapshot().certificate_id


def test_an_independent_implementation_refuses_a_changed_message():
    changed = bytearray(MESSAGE)
    changed[40] ^= 1
    with pytest.raises(independent_cose.NotGood):
        independent_cose.verify(bytes(changed), THEIR_PUBLIC)


def test_we_verify_the_message_of_an_independent_implementation():
    assert open_signed(independent_cose.sign(b"facts", KEY.kid, THEIR_PRIVATE), find_key) == b"facts"


def test_an_independent_implementation_makes_the_same_bytes():
    assert sign1(b"facts", KEY) == independent_cose.sign(b"facts", KEY.kid, THEIR_PRIVATE)


def test_the_facts_come_back_from_a_signed_message():
    facts = from_map(decode(open_signed(MESSAGE, find_key)))
    snapshot = make_snapshot()
    assert (facts.name, facts.valid_through) == (snapshot.holder.name, snapshot.valid_through)


def test_the_key_is_named_by_the_beginning_of_the_hash_of_its_public_half():
    assert Sign1.parse(MESSAGE).kid == KEY.kid
    assert len(KEY.kid) == 8


def test_the_same_facts_give_the_same_message():
    assert signed_facts(make_snapshot()) == MESSAGE


def test_a_message_by_an_unknown_key_is_refused():
    with pytest.raises(BadMessage, match="unknown key"):
        open_signed(MESSAGE, lambda kid: None)


def test_a_message_by_another_key_is_refused():
    other = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    with pytest.raises(BadMessage, match="does not fit"):
        open_signed(MESSAGE, lambda kid: other)


def test_a_key_named_outside_the_signature_is_not_looked_up():
    with pytest.raises(BadMessage, match="unknown key"):
        open_signed(bytes.fromhex(PUBLISHED["message"]), lambda kid: bytes.fromhex(PUBLISHED["public"]))


PROTECTED = encode({1: -8, 4: KEY.kid})


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\xff",
        MESSAGE + b"\x00",
        MESSAGE[:-1],
        encode(["Signature1"]),
        encode(cbor2.CBORTag(98, cbor2.loads(MESSAGE).value)),
        encode(cbor2.loads(MESSAGE).value),
        encode(cbor2.CBORTag(18, [PROTECTED, {}, b"facts"])),
        encode(cbor2.CBORTag(18, [PROTECTED, {}, None, bytes(64)])),
        encode(cbor2.CBORTag(18, [PROTECTED, {}, b"facts", bytes(63)])),
        encode(cbor2.CBORTag(18, [PROTECTED, [], b"facts", bytes(64)])),
        encode(cbor2.CBORTag(18, [encode({1: -7, 4: KEY.kid}), {}, b"facts", bytes(64)])),
        encode(cbor2.CBORTag(18, [b"", {}, b"facts", bytes(64)])),
        encode(cbor2.CBORTag(18, [encode([1]), {}, b"facts", bytes(64)])),
        bytes.fromhex("81") * 3000,
        bytes(5000),
    ],
)
def test_what_is_not_a_message_of_ours_is_refused(message):
    with pytest.raises(BadMessage):
        open_signed(message, find_key)


@pytest.mark.parametrize(
    "content",
    ["a201020103", "1801", "9f01ff", "5f4101ff", "a202010102", "fb3ff0000000000000", "d81c81d81d00"],
)
def test_another_spelling_of_the_same_value_is_refused(content):
    with pytest.raises(BadMessage):
        decode(bytes.fromhex(content))


@given(st.binary(max_size=80))
def test_random_bytes_never_pass_and_never_crash(content):
    with pytest.raises(BadMessage):
        open_signed(content, find_key)


def tampered(count, seed):
    """Messages with one bit turned over: the first each bit of the message once, the others at random."""
    chooser = random.Random(seed)
    places = list(range(8 * len(MESSAGE)))
    chooser.shuffle(places)
    for place in (places * (count // len(places) + 1))[:count]:
        changed = bytearray(MESSAGE)
        changed[place // 8] ^= 1 << place % 8
        if chooser.random() < 0.5:
            changed[chooser.randrange(len(changed))] ^= chooser.randrange(1, 256)
        if bytes(changed) != MESSAGE:
            yield bytes(changed)


def survivors(count, seed):
    passed = []
    for changed in tampered(count, seed):
        try:
            open_signed(changed, find_key)
        except BadMessage:
            continue
        passed.append(changed.hex())
    return passed


def test_a_changed_bit_is_always_found():
    assert survivors(3_000, seed=1) == []


@pytest.mark.proof
def test_no_tampered_message_of_a_million_passes():
    assert survivors(1_000_000, seed=2) == []


def test_deterministic_encoding_sorts_its_keys_and_uses_the_shortest_numbers():
    assert cose.encode({10: 1, 1: 24, 2: "a"}).hex() == "a3011818026161" + "0a01"
