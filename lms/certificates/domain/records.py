# SPDX-License-Identifier: Apache-2.0
"""Frozen dataclasses to plain JSON values and back, by their annotations and without leniency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import TypeVar, cast, get_args, get_origin, get_type_hints

Record = TypeVar("Record")


class BadRecord(ValueError):
    """A stored value is not what was written; the message begins with the place."""


def to_plain(value: object) -> object:
    """Turn a record, and what it holds, into objects, lists, texts, numbers, booleans and null.

    Errors: ValueError for a moment that is not UTC, TypeError for a value that JSON has no place for.
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [to_plain(member) for member in value]
    if isinstance(value, datetime):
        return _written_moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"{type(value).__name__} has no place in a record")


def from_plain(kind: type[Record], found: object, place: str = "") -> Record:
    """Make a record of this class from plain values; every field must be there and no other.

    Errors: BadRecord.
    """
    if not isinstance(found, Mapping):
        raise BadRecord(f"{place or kind.__name__}: not an object")
    hints = _hints(cast(type, kind))
    if strange := sorted(set(found) ^ set(hints)):
        raise BadRecord(f"{place}{'.' if place else ''}{strange[0]}: missing or unknown")
    prefix = f"{place}." if place else ""
    return kind(**{name: _read(hint, found[name], prefix + name) for name, hint in hints.items()})


@cache
def _hints(kind: type) -> dict[str, object]:
    return dict(get_type_hints(kind))


def _read(hint: object, value: object, place: str) -> object:
    if isinstance(hint, UnionType):
        return None if value is None else _read(_present(hint), value, place)
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise BadRecord(f"{place}: not a list")
        return tuple(_read(get_args(hint)[0], member, f"{place}[{index}]") for index, member in enumerate(value))
    if is_dataclass(hint):
        return from_plain(cast(type, hint), value, place)
    return _simple(cast(type, hint), value, place)


def _present(hint: UnionType) -> object:
    return next(member for member in get_args(hint) if member is not NoneType)


def _simple(hint: type, value: object, place: str) -> object:
    if hint in {int, bool, str}:
        if type(value) is not hint:
            raise BadRecord(f"{place}: not {hint.__name__}")
        return value
    if not isinstance(value, str):
        raise BadRecord(f"{place}: not text")
    try:
        return _from_text(hint, value)
    except ValueError as error:
        raise BadRecord(f"{place}: {error}") from error


def _from_text(hint: type, value: str) -> object:
    if hint is date:
        day = date.fromisoformat(value)
        if day.isoformat() != value:
            raise ValueError(f"{value!r} is not written as a day")
        return day
    if hint is datetime:
        moment = datetime.fromisoformat(value)
        if _written_moment(moment) != value:
            raise ValueError(f"{value!r} is not written as a moment")
        return moment
    return hint(value)


def _written_moment(moment: datetime) -> str:
    if moment.tzinfo is None or moment.utcoffset() != UTC.utcoffset(None) or moment.microsecond:
        raise ValueError("a moment in a record is UTC and in whole seconds")
    return moment.replace(tzinfo=None).isoformat() + "Z"
