# SPDX-License-Identifier: Apache-2.0
"""A datum of the law never stands alone: it carries its source and whether anybody has confirmed it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

LANGUAGES = ("ja", "en")

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Bilingual(Mapping[str, str]):
    """The same words in Japanese and in English; also a mapping {"ja": …, "en": …}."""

    ja: str
    en: str

    def __getitem__(self, language: str) -> str:
        """Give the words in this language."""
        if language not in LANGUAGES:
            raise KeyError(language)
        return self.ja if language == "ja" else self.en

    def __iter__(self) -> Iterator[str]:
        """Go through the languages, Japanese first."""
        return iter(LANGUAGES)

    def __len__(self) -> int:
        """Count the languages."""
        return len(LANGUAGES)


@dataclass(frozen=True, slots=True)
class Fact(Generic[T_co]):
    """One datum of a rule set. `path` names it within the rule set for ever: a sign-off points at it."""

    value: T_co
    citation: Bilingual
    confirmed: bool
    path: str
    note: Bilingual | None = None
