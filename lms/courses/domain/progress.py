# SPDX-License-Identifier: Apache-2.0
"""How far somebody is: credited study time against what the law demands of each subject, and what is open to her.

The order of study is by subject: a subject opens when the subjects before it have their minutes; within a subject
the pages are free. So the law's order is kept, the rule can be told in one sentence, and nobody waits in front of a
page while there is still something to read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lms.rules.domain.facts import Bilingual

SECONDS_A_MINUTE = 60


@dataclass(frozen=True, slots=True)
class ItemProgress:
    """One subject of the law: what it demands, what was credited."""

    legal_item: str
    name: Bilingual
    needed_seconds: int
    credited_seconds: int

    @property
    def is_complete(self) -> bool:
        """Whether the subject has its minutes."""
        return self.credited_seconds >= self.needed_seconds

    @property
    def counted_seconds(self) -> int:
        """What counts toward the law's hours: no more than it demands."""
        return min(self.credited_seconds, self.needed_seconds)

    @property
    def counted_minutes(self) -> int:
        """Whole minutes that count; the last one only when it is full."""
        return self.counted_seconds // SECONDS_A_MINUTE

    @property
    def needed_minutes(self) -> int:
        """The minutes that the law demands."""
        return self.needed_seconds // SECONDS_A_MINUTE

    @property
    def credited_minutes(self) -> int:
        """Whole minutes that were credited."""
        return self.credited_seconds // SECONDS_A_MINUTE


@dataclass(frozen=True, slots=True)
class Progress:
    """All subjects of a course, in the order of study."""

    items: tuple[ItemProgress, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every subject has its minutes: then the test opens."""
        return all(item.is_complete for item in self.items)

    @property
    def needed_minutes(self) -> int:
        """The minutes of the whole course."""
        return sum(item.needed_minutes for item in self.items)

    @property
    def counted_minutes(self) -> int:
        """The minutes of the whole course that are done."""
        return sum(item.counted_seconds for item in self.items) // SECONDS_A_MINUTE

    @property
    def has_begun(self) -> bool:
        """Whether anything was credited at all."""
        return any(item.credited_seconds for item in self.items)

    def item(self, legal_item: str) -> ItemProgress | None:
        """Find a subject."""
        return next((item for item in self.items if item.legal_item == legal_item), None)

    def waits_for(self, legal_item: str) -> ItemProgress | None:
        """Name the first subject that keeps this one shut; None when it is open."""
        for item in self.items:
            if item.legal_item == legal_item:
                return None
            if not item.is_complete:
                return item
        return None

    def is_open(self, legal_item: str) -> bool:
        """Whether the pages of a subject may be studied now."""
        return self.waits_for(legal_item) is None


@dataclass(frozen=True, slots=True)
class Needed:
    """What the law demands of one subject."""

    legal_item: str
    name: Bilingual
    minutes: int


def progress(needed: Iterable[Needed], credited: dict[str, int]) -> Progress:
    """Set the seconds credited to each subject against what the law demands of it."""
    return Progress(
        tuple(
            ItemProgress(
                legal_item=subject.legal_item,
                name=subject.name,
                needed_seconds=subject.minutes * SECONDS_A_MINUTE,
                credited_seconds=credited.get(subject.legal_item, 0),
            )
            for subject in needed
        )
    )
