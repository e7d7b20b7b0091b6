# SPDX-License-Identifier: Apache-2.0
"""COSE by the package cwt, an implementation that shares no code with ours."""

from __future__ import annotations

import sys
from types import ModuleType

import cbor2

# cwt needs certvalidator for certificate chains alone, which we do not use; its OpenSSL binding cannot read version
# numbers such as 3.0.17 and fails on import, so an empty stand-in takes its place.
_stand_in = ModuleType("certvalidator")
_stand_in.CertificateValidator = _stand_in.ValidationContext = object  # type: ignore[attr-defined]
sys.modules.setdefault("certvalidator", _stand_in)

import cwt  # noqa: E402

KEY_TYPE, KEY_ID, ALGORITHM, CURVE, PUBLIC, PRIVATE = 1, 2, 3, -1, -2, -4
OKP, EDDSA, ED25519 = 1, -8, 6
NotGood = cwt.VerifyError


def key_of(kid: bytes, public: bytes, secret: bytes | None = None) -> cwt.COSEKey:
    """The key as that package holds it."""
    parts = {KEY_TYPE: OKP, KEY_ID: kid, ALGORITHM: EDDSA, CURVE: ED25519, PUBLIC: public}
    return cwt.COSEKey.new(parts if secret is None else {**parts, PRIVATE: secret})


def sign(payload: bytes, kid: bytes, key: cwt.COSEKey) -> bytes:
    """A COSE_Sign1 message with algorithm and key id in the protected part."""
    maker = cwt.COSE.new(alg_auto_inclusion=False, kid_auto_inclusion=False)
    return bytes(maker.encode_and_sign(payload, key, protected={1: EDDSA, 4: kid}))


def verify(message: bytes, key: cwt.COSEKey) -> bytes:
    """The payload; an exception if the signature is not good.

    The package wants list and dict inside the tag, and cbor2 6 reads them as a tuple and a frozen dict.
    """
    tagged = cbor2.loads(message)
    protected, unprotected, payload, signature = tagged.value
    parts = [protected, dict(unprotected), payload, signature]
    return bytes(cwt.COSE.new().decode(cbor2.CBORTag(tagged.tag, parts), key))
