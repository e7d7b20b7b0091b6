# SPDX-License-Identifier: Apache-2.0
"""What was typed into a page, as far as it may be kept for the person whose page it was: no passwords, no codes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

LONGEST_PAGE = 300
MOST_FIELDS = 300
LARGEST = 30_000
"""Signs in all: many pages of handwriting."""
# What is kept is shown again on a page: nothing may be among it that opens anything, and nothing that belongs to one
# sending only. A house test compares this with every form of the site.
NEVER_KEPT = re.compile(
    r"csrf_token|for_person|draft_version|confirmed|change|pressed|kept_page"
    r"|(?:.*_)?(?:password|passwords|code|token|secret|sealed|pin)(?:_.*)?"
)


class TypedKind(StrEnum):
    """What becomes of it: a form is filled with it again; answers of a test are stored when she says so."""

    FORM = "form"
    ANSWERS = "answers"


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of a page by its address; `for_person` is whom the page said it was made for."""

    page: str
    fields: tuple[tuple[str, str], ...]
    for_person: str
    kind: TypedKind = TypedKind.FORM
    is_draft: bool = False
    """A form of several steps, entered and not sent: what was typed lies in its draft, and the address leads there."""

    @property
    def is_worth_keeping(self) -> bool:
        """Whether there is anything in it, and not more than can be kept."""
        size = sum(len(name) + len(value) for name, value in self.fields)
        fits = len(self.fields) <= MOST_FIELDS and size <= LARGEST and len(self.page) <= LONGEST_PAGE
        return fits and (self.is_draft or any(value.strip() for _name, value in self.fields))


def may_be_kept(name: str) -> bool:
    """Whether what stands in a field of this name may be kept."""
    return NEVER_KEPT.fullmatch(name) is None


def kept_of(fields: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The fields that may be kept."""
    return tuple((name, value) for name, value in fields if may_be_kept(name))


def joined(earlier: Iterable[tuple[str, str]], later: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Both, the later word where they say different things about one field."""
    return tuple({**dict(earlier), **dict(later)}.items())
