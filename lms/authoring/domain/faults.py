# SPDX-License-Identifier: Apache-2.0
"""A fault in a package: the file, the place within it, and a code whose words are found elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

Place = tuple[str | int, ...]

MANIFEST = "course.yaml"


@dataclass(frozen=True, slots=True)
class Fault:
    """`place` leads through mappings and lists to the entry, as in ("modules", 0, "pages", 2, "minutes")."""

    file: str
    place: Place
    code: str
    values: tuple[tuple[str, str], ...] = ()


def fault(file: str, place: Place, code: str, **values: object) -> Fault:
    """Make a fault; values of any kind are kept as text, in the order of their names."""
    return Fault(file, place, code, tuple(sorted((name, str(value)) for name, value in values.items())))
