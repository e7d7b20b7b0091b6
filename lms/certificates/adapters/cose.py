# SPDX-License-Identifier: Apache-2.0
"""COSE_Sign1 (RFC 9052) with Ed25519, and the deterministic CBOR (RFC 8949, 4.2) under it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

SIGN1_TAG = 18
ALGORITHM, KEY_ID = 1, 4
EDDSA = -8
CONTEXT = "Signature1"
SIGNATURE_BYTES = 64
LARGEST_MESSAGE = 4096


class Signer(Protocol):
    """Whatever holds a private key: a file here, a key service elsewhere."""

    @property
    def kid(self) -> bytes:
        """The first 8 bytes of SHA-256 of the public key."""

    def sign(self, message: bytes) -> bytes:
        """The Ed25519 signature over the message."""


class BadMessage(ValueError):
    """The bytes are not a message of ours, or the signature is not good."""


@dataclass(frozen=True, slots=True)
class Sign1:
    """A signed message taken apart; nothing in it is to be believed before `verify`."""

    protected: bytes
    payload: bytes
    signature: bytes
    kid: bytes | None

    @classmethod
    def parse(cls, message: bytes) -> Sign1:
        """Take a tagged message apart.

        Errors: BadMessage.
        """
        tagged = decode(message)
        if not isinstance(tagged, cbor2.CBORTag) or tagged.tag != SIGN1_TAG:
            raise BadMessage("not a COSE_Sign1 message")
        match tagged.value:
            case [bytes(protected), Mapping(), bytes(payload), bytes(signature)] if len(signature) == SIGNATURE_BYTES:
                return cls(protected, payload, signature, _key_id(protected))
        raise BadMessage("not the four parts of a COSE_Sign1 message")

    def verify(self, public_key: bytes) -> bytes:
        """The payload, if this key signed it.

        Errors: BadMessage.
        """
        try:
            signed = _to_be_signed(self.protected, self.payload)
            Ed25519PublicKey.from_public_bytes(public_key).verify(self.signature, signed)
        except InvalidSignature:
            raise BadMessage("the signature does not fit") from None
        return self.payload


def sign1(payload: bytes, signer: Signer) -> bytes:
    """A tagged message over the payload; algorithm and key are in the protected part."""
    protected = encode({ALGORITHM: EDDSA, KEY_ID: signer.kid})
    signature = signer.sign(_to_be_signed(protected, payload))
    return encode(cbor2.CBORTag(SIGN1_TAG, [protected, {}, payload, signature]))


def open_signed(message: bytes, find_key: Callable[[bytes], bytes | None]) -> bytes:
    """The payload of a message signed by a key that `find_key` knows by its id.

    Errors: BadMessage for a message not of our form, an unknown key or a wrong signature.
    """
    parsed = Sign1.parse(message)
    public_key = find_key(parsed.kid) if parsed.kid is not None else None
    if public_key is None:
        raise BadMessage("signed by an unknown key")
    return parsed.verify(public_key)


def encode(value: object) -> bytes:
    """Deterministic CBOR."""
    return cbor2.dumps(value, canonical=True)


def decode(content: bytes) -> object:
    """The value of deterministic CBOR; any other spelling of it, or a byte too many, is refused.

    Errors: BadMessage.
    """
    if len(content) > LARGEST_MESSAGE:
        raise BadMessage("longer than any message of ours")
    try:
        value: object = cbor2.loads(content)
        is_canonical = encode(value) == content
    except (cbor2.CBORError, ValueError, TypeError, RecursionError):
        raise BadMessage("not CBOR") from None
    if not is_canonical:
        raise BadMessage("not deterministic CBOR")
    return value


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    return encode([CONTEXT, protected, b"", payload])


def _key_id(protected: bytes) -> bytes | None:
    match decode(protected):
        case {1: -8, **others}:
            kid = others.get(KEY_ID)
            return kid if isinstance(kid, bytes) else None
    raise BadMessage("not signed with EdDSA")
