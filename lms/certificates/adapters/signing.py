# SPDX-License-Identifier: Apache-2.0
"""Signing keys in a folder that only the site's own user may read, outside the database and the repository.

`<kid>.pem` is the private half; `<kid>.json` the public half with its span, which stays when the private one is gone.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from lms.errors import LmsError

KID_BYTES = 8
MOMENT = "%Y-%m-%dT%H:%M:%SZ"
PRIVATE_MODE, FOLDER_MODE = 0o600, 0o700
OTHERS = stat.S_IRWXG | stat.S_IRWXO
OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


class KeyTrouble(LmsError):
    """The keys are missing, damaged or open to other users; `path` in the details says where."""


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """The public half of a key and the span in which it signs, `[from_moment, until_moment)`."""

    public_bytes: bytes
    from_moment: datetime
    until_moment: datetime | None = None
    is_development: bool = False

    @property
    def kid(self) -> bytes:
        """How messages name the key."""
        return key_id(self.public_bytes)

    def signs_at(self, moment: datetime) -> bool:
        """Whether the key is in use at the moment."""
        return self.from_moment <= moment and (self.until_moment is None or moment < self.until_moment)


@dataclass(frozen=True, slots=True)
class FileKey:
    """A private key from the folder, ready to sign."""

    record: KeyRecord
    private_key: Ed25519PrivateKey

    @property
    def kid(self) -> bytes:
        """How messages name the key."""
        return self.record.kid

    def sign(self, message: bytes) -> bytes:
        """The Ed25519 signature over the message."""
        return self.private_key.sign(message)


class KeyFolder:
    """The keys of the site, one pair of files each."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def create(self, at: datetime, *, is_development: bool = False) -> KeyRecord:
        """Make a key that signs from the moment on.

        Errors: KeyTrouble.
        """
        self._prepare()
        private_key = Ed25519PrivateKey.generate()
        record = KeyRecord(_public_bytes(private_key), _whole_second(at), None, is_development)
        content = private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        _write_new(self._private_path(record.kid), content)
        self._keep(record)
        return record

    def keys(self) -> list[KeyRecord]:
        """All keys that ever signed, the newest first.

        Errors: KeyTrouble.
        """
        found = [_read_record(path) for path in self.path.glob("*.json")]
        return sorted(found, key=lambda record: (record.from_moment, record.kid), reverse=True)

    def active(self, at: datetime) -> KeyRecord | None:
        """The newest key in use at the moment."""
        return next((record for record in self.keys() if record.signs_at(at)), None)

    def load(self, kid: bytes) -> FileKey:
        """The private half of a key.

        Errors: KeyTrouble if it is not there, not readable for us alone, or not the half it should be.
        """
        private_path = self._private_path(kid)
        record = _read_record(self._public_path(kid))
        private_key = _private_key(private_path)
        if _public_bytes(private_key) != record.public_bytes or record.kid != kid:
            raise KeyTrouble("key-halves-differ", path=str(private_path))
        return FileKey(record, private_key)

    def retire(self, kid: bytes, at: datetime) -> KeyRecord:
        """End the span of a key; what it signed stays verifiable. An ended span is not moved.

        Errors: KeyTrouble.
        """
        record = _read_record(self._public_path(kid))
        if record.until_moment is not None:
            return record
        retired = replace(record, until_moment=max(_whole_second(at), record.from_moment))
        self._keep(retired)
        return retired

    def rotate(self, at: datetime, *, is_development: bool = False) -> KeyRecord:
        """Make a new key and retire those in use until now.

        Errors: KeyTrouble.
        """
        before = [record for record in self.keys() if record.until_moment is None] if self.path.is_dir() else []
        made = self.create(at, is_development=is_development)
        for record in before:
            self.retire(record.kid, at)
        return made

    def _prepare(self) -> None:
        self.path.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        if self.path.stat().st_mode & OTHERS_WRITE:
            raise KeyTrouble("key-folder-open-to-others", path=str(self.path))

    def _keep(self, record: KeyRecord) -> None:
        path = self._public_path(record.kid)
        draft = path.with_suffix(".new")
        draft.unlink(missing_ok=True)
        _write_new(draft, json.dumps(jwk(record), indent=1).encode())
        draft.rename(path)
        _settle(self.path)

    def _private_path(self, kid: bytes) -> Path:
        return self.path / f"{kid.hex()}.pem"

    def _public_path(self, kid: bytes) -> Path:
        return self.path / f"{kid.hex()}.json"


def key_id(public_bytes: bytes) -> bytes:
    """The first 8 bytes of SHA-256 of the public key."""
    return hashlib.sha256(public_bytes).digest()[:KID_BYTES]


def jwk(record: KeyRecord) -> dict[str, object]:
    """The public key as a JSON Web Key (RFC 8037) with its span."""
    return {
        "kty": "OKP",
        "crv": "Ed25519",
        "alg": "EdDSA",
        "use": "sig",
        "kid": record.kid.hex(),
        "x": base64.urlsafe_b64encode(record.public_bytes).rstrip(b"=").decode(),
        "from": record.from_moment.strftime(MOMENT),
        "until": None if record.until_moment is None else record.until_moment.strftime(MOMENT),
        "development": record.is_development,
    }


def jwk_set(records: Iterable[KeyRecord]) -> dict[str, object]:
    """The public keys as they are published, for ever."""
    return {"keys": [jwk(record) for record in records]}


def _read_record(path: Path) -> KeyRecord:
    try:
        found = json.loads(path.read_bytes())
        until = found["until"]
        return KeyRecord(
            public_bytes=base64.urlsafe_b64decode(found["x"] + "="),
            from_moment=_moment(found["from"]),
            until_moment=None if until is None else _moment(until),
            is_development=found["development"] is True,
        )
    except FileNotFoundError:
        raise KeyTrouble("key-missing", path=str(path)) from None
    except (ValueError, KeyError, TypeError) as error:
        raise KeyTrouble("key-damaged", path=str(path)) from error


def _private_key(path: Path) -> Ed25519PrivateKey:
    try:
        private_key = load_pem_private_key(_read_private(path), None)
    except FileNotFoundError:
        raise KeyTrouble("key-missing", path=str(path)) from None
    except ValueError as error:
        raise KeyTrouble("key-damaged", path=str(path)) from error
    if not isinstance(private_key, Ed25519PrivateKey):
        raise KeyTrouble("key-damaged", path=str(path))
    return private_key


def _read_private(path: Path) -> bytes:
    # The file that is looked at must be the file that is read, so the mode is taken from the open descriptor.
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_mode & OTHERS:
            raise KeyTrouble("key-readable-by-others", path=str(path))
        return file.read()


def _write_new(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_MODE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)


def _settle(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _public_bytes(private_key: Ed25519PrivateKey) -> bytes:
    return private_key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _moment(text: str) -> datetime:
    return datetime.strptime(text, MOMENT).replace(tzinfo=UTC)


def _whole_second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
