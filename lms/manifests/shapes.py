# SPDX-License-Identifier: Apache-2.0
"""Values to typed shapes: unknown keys are errors, every error is told at once, each with its line."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from lms.manifests.findings import Finding, finding
from lms.manifests.yaml_text import Document, Trail, Value

LONGEST_TEXT = 4_000

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CODE = re.compile(r"[A-Z]{2,4}")
_FACT = re.compile(r"[A-Z][0-9]{2,3}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Shape(BaseModel):
    """A mapping of which every key is known."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _say_what_is_known(cls, value: Any, info: ValidationInfo) -> Any:
        # so that the finding about an unknown key can name the known ones
        if isinstance(info.context, dict):
            info.context[id(value)] = ", ".join(cls.model_fields)
        return value


def refuse(code: str, **values: str) -> PydanticCustomError:
    """The error by which a validator names a finding of the catalogue."""
    return PydanticCustomError("finding", "finding", {"code": code, **values})


def _not_blank(text: str) -> str:
    if not text.strip():
        raise refuse("text-empty")
    return text.strip()


def _matching(pattern: re.Pattern[str], code: str) -> Callable[[str], str]:
    def check(text: str) -> str:
        if not pattern.fullmatch(text):
            raise refuse(code)
        return text

    return check


def _inside(path: str) -> str:
    parts = path.split("/")
    if "\\" in path or ":" in path or any(part in {"", ".", ".."} for part in parts):
        raise refuse("path-outside", path=path)
    return path


def _day(value: object) -> object:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise refuse("not-a-date")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise refuse("not-a-date") from None


Text = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_not_blank)]
Identifier = Annotated[str, Field(max_length=60), AfterValidator(_matching(_ID, "not-an-id"))]
ShortCode = Annotated[str, AfterValidator(_matching(_CODE, "not-a-code"))]
FactNumber = Annotated[str, AfterValidator(_matching(_FACT, "not-a-fact"))]
InnerPath = Annotated[str, Field(max_length=200), AfterValidator(_inside)]
Day = Annotated[date, BeforeValidator(_day)]


class TextShape(Shape):
    """Words in both languages."""

    ja: Text
    en: Text


Made = TypeVar("Made", bound=BaseModel)


def shaped(model: type[Made], document: Document) -> tuple[Made | None, list[Finding]]:
    """The document as this shape, or everything that keeps it from being one."""
    known: dict[int, str] = {}
    try:
        return model.model_validate(document.value, context=known), []
    except ValidationError as error:
        return None, [_finding(document, detail, known) for detail in error.errors(include_url=False)]


def _finding(document: Document, detail: ErrorDetails, known: dict[int, str]) -> Finding:
    path = path_within(document.value, detail["loc"])
    code, values = _meaning(detail)
    if code == "key-unknown":
        values["known"] = known.get(id(part_at(document.value, path[:-1])), "")
    elif code == "key-missing":
        values["key"] = str(detail["loc"][-1])
    if "key" not in values and code != "path-outside":
        values["key"] = _name(path) or document.file
    return finding(document.file, document.line(path), code, **values)


def _name(trail: Trail) -> str:
    """What people call this place: the key, and which entry of its list, counted from 1."""
    if not trail or isinstance(trail[-1], str):
        return str(trail[-1]) if trail else ""
    return f"{_name(trail[:-1])}[{trail[-1] + 1}]"


def _meaning(detail: ErrorDetails) -> tuple[str, dict[str, str]]:
    """The finding's code, and what its words need besides the key."""
    kind = detail["type"]
    context = {name: str(value) for name, value in detail.get("ctx", {}).items()}
    if kind == "finding":
        return context.pop("code"), context
    code, needed = _MEANINGS.get(kind, ("value-wrong", None))
    return code, {} if needed is None else {_NEEDED[needed]: context.get(needed, "")}


_NEEDED = {
    "ge": "limit",
    "le": "limit",
    "min_length": "limit",
    "max_length": "limit",
    "expected": "known",
    "expected_tags": "known",
}
_MEANINGS: dict[str, tuple[str, str | None]] = {
    "extra_forbidden": ("key-unknown", None),
    "missing": ("key-missing", None),
    "string_type": ("not-text", None),
    "int_type": ("not-whole-number", None),
    "bool_type": ("not-yes-or-no", None),
    "list_type": ("not-a-list", None),
    "model_type": ("not-a-mapping", None),
    "model_attributes_type": ("not-a-mapping", None),
    "dict_type": ("not-a-mapping", None),
    "greater_than_equal": ("number-too-small", "ge"),
    "less_than_equal": ("number-too-large", "le"),
    "too_short": ("list-too-short", "min_length"),
    "too_long": ("list-too-long", "max_length"),
    "string_too_long": ("text-too-long", "max_length"),
    "enum": ("value-unknown", "expected"),
    "literal_error": ("value-unknown", "expected"),
    "union_tag_invalid": ("value-unknown", "expected_tags"),
    "union_tag_not_found": ("kind-missing", None),
}


def part_at(value: Value, path: Trail) -> Value:
    """The part of a value at a path that exists in it."""
    for place in path:
        if isinstance(value, dict):
            value = value[str(place)]
        elif isinstance(value, list):
            value = value[int(place)]
    return value


def path_within(value: Value, places: tuple[int | str, ...]) -> Trail:
    """The places that exist in the value; names of alternatives, which the checker puts between them, fall out."""
    path: list[str | int] = []
    for place in places:
        if not _has(value, place):
            continue
        value = part_at(value, (place,))
        path.append(place)
    return tuple(path)


def _has(value: Value, place: int | str) -> bool:
    if isinstance(value, dict):
        return place in value
    return isinstance(value, list) and isinstance(place, int) and place < len(value)
