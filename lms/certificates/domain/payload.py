# SPDX-License-Identifier: Apache-2.0
"""What the QR code says under its signature: a map with small integer keys, in as few bytes as will do.

With a host of 30 characters the whole code fits QR version 12 at level M only if the names take at most 87 bytes. A
name that was cut is marked by the key it stands under, which costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from lms.graphemes import cut
from lms.identifiers import CERTIFICATE_ID_LENGTH, CROCKFORD

MOST_NAME_BYTES = 87
ID_BYTES = 10
EPOCH = date(1970, 1, 1)


class Key(IntEnum):
    """The keys of the map; they are never given another meaning."""

    ID = 1
    NAME = 2
    KANA = 3
    BIRTH_DATE = 4
    COURSE = 5
    EDITION = 6
    COMPLETED_ON = 7
    VALID_THROUGH = 8
    STATUS_INDEX = 9
    IS_SAMPLE = 10
    NAME_CUT = 11
    KANA_CUT = 12


class BadPayload(ValueError):
    """The map is not one that this software writes."""


@dataclass(frozen=True, slots=True)
class Payload:
    """The signed facts. A sample has no place in a status list."""

    certificate_id: str
    name: str
    kana: str
    birth_date: date
    course: str
    edition: str
    completed_on: date
    valid_through: date
    status_index: int | None
    is_sample: bool = False
    name_is_cut: bool = False
    kana_is_cut: bool = False


@dataclass(frozen=True, slots=True)
class FittedNames:
    """The names as far as there is room for them."""

    name: str
    kana: str
    name_is_cut: bool
    kana_is_cut: bool


def fit_names(name: str, kana: str, most_bytes: int = MOST_NAME_BYTES) -> FittedNames:
    """Cut the names to so many bytes of UTF-8 together, kana first and never inside a grapheme."""
    kept_name = cut(name, most_bytes)
    kept_kana = cut(kana, most_bytes - len(kept_name.encode()))
    return FittedNames(kept_name, kept_kana, kept_name != name, kept_kana != kana)


def to_map(payload: Payload) -> dict[int, bytes | str | int | bool]:
    """Write the facts as the map that is encoded and signed."""
    fields: dict[int, bytes | str | int | bool] = {
        Key.ID: _id_bytes(payload.certificate_id),
        Key.NAME_CUT if payload.name_is_cut else Key.NAME: payload.name,
        Key.KANA_CUT if payload.kana_is_cut else Key.KANA: payload.kana,
        Key.BIRTH_DATE: _days(payload.birth_date),
        Key.COURSE: payload.course,
        Key.EDITION: payload.edition,
        Key.COMPLETED_ON: _days(payload.completed_on),
        Key.VALID_THROUGH: _days(payload.valid_through),
    }
    if payload.status_index is not None:
        fields[Key.STATUS_INDEX] = payload.status_index
    if payload.is_sample:
        fields[Key.IS_SAMPLE] = True
    return {int(key): value for key, value in fields.items()}


def from_map(found: Mapping[object, object]) -> Payload:
    """Read the facts from a decoded map.

    Errors: BadPayload if a key is missing, unknown or of the wrong kind.
    """
    # True and 1.0 would pass for the key 1.
    if any(type(key) is not int for key in found):
        raise BadPayload("a key is not a whole number")
    reader = _Reader(dict(found))
    name, name_is_cut = reader.either(Key.NAME, Key.NAME_CUT)
    kana, kana_is_cut = reader.either(Key.KANA, Key.KANA_CUT)
    payload = Payload(
        certificate_id=reader.certificate_id(),
        name=name,
        kana=kana,
        birth_date=reader.day(Key.BIRTH_DATE),
        course=reader.text(Key.COURSE),
        edition=reader.text(Key.EDITION),
        completed_on=reader.day(Key.COMPLETED_ON),
        valid_through=reader.day(Key.VALID_THROUGH),
        status_index=reader.number(Key.STATUS_INDEX) if Key.STATUS_INDEX in found else None,
        is_sample=reader.flag(Key.IS_SAMPLE) if Key.IS_SAMPLE in found else False,
        name_is_cut=name_is_cut,
        kana_is_cut=kana_is_cut,
    )
    reader.finish()
    return payload


def _days(day: date) -> int:
    return (day - EPOCH).days


def _id_bytes(certificate_id: str) -> bytes:
    bits = 0
    for sign in certificate_id:
        bits = bits << 5 | CROCKFORD.index(sign)
    return bits.to_bytes(ID_BYTES)


def _id_text(packed: bytes) -> str:
    bits = int.from_bytes(packed)
    return "".join(CROCKFORD[bits >> 5 * place & 31] for place in reversed(range(CERTIFICATE_ID_LENGTH)))


class _Reader:
    def __init__(self, found: dict[object, object]) -> None:
        self.left = found

    def _take(self, key: Key) -> object:
        if key not in self.left:
            raise BadPayload(f"{key.name} is missing")
        return self.left.pop(key)

    def text(self, key: Key) -> str:
        value = self._take(key)
        if not isinstance(value, str):
            raise BadPayload(f"{key.name} is not text")
        return value

    def number(self, key: Key) -> int:
        value = self._take(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise BadPayload(f"{key.name} is not a whole number")
        return value

    def flag(self, key: Key) -> bool:
        if self._take(key) is not True:
            raise BadPayload(f"{key.name} is not true")
        return True

    def day(self, key: Key) -> date:
        try:
            return EPOCH + timedelta(days=self.number(key))
        except OverflowError:
            raise BadPayload(f"{key.name} is not a day of the calendar") from None

    def certificate_id(self) -> str:
        value = self._take(Key.ID)
        if not isinstance(value, bytes) or len(value) != ID_BYTES:
            raise BadPayload(f"ID is not {ID_BYTES} bytes")
        return _id_text(value)

    def either(self, whole: Key, shortened: Key) -> tuple[str, bool]:
        is_cut = shortened in self.left
        return self.text(shortened if is_cut else whole), is_cut

    def finish(self) -> None:
        if self.left:
            raise BadPayload(f"there is no key {sorted(map(str, self.left))[0]}")
