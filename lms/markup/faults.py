# SPDX-License-Identifier: Apache-2.0
"""What is wrong with a text, as a value: the words for it are found elsewhere, by its code."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """A fault at a line of the text; the code stands in the catalogue of findings."""

    line: int
    code: str
    values: tuple[tuple[str, str], ...] = ()


def fault(line: int, code: str, **values: object) -> Fault:
    """Make a fault; values of any kind are kept as text, in the order of their names."""
    return Fault(line, code, tuple(sorted((name, str(value)) for name, value in values.items())))
