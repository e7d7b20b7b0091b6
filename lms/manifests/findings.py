# SPDX-License-Identifier: Apache-2.0
"""What a check of a file finds: where, and a code whose words stand in the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from lms.manifests.catalogue import CATALOGUE, Level


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A fault at a line of a file; `values` fill the places in the catalogue's words."""

    file: str
    line: int
    code: str
    values: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Refuse a code that has no words: nobody could read the finding."""
        if self.code not in CATALOGUE:
            raise ValueError(f"no words for the finding {self.code!r}")

    @property
    def level(self) -> Level:
        """Whether the file is refused for it."""
        return CATALOGUE[self.code].level

    @property
    def is_error(self) -> bool:
        """Whether the file is refused for it."""
        return self.level is Level.ERROR

    @property
    def what(self) -> str:
        """What is wrong, in English."""
        return CATALOGUE[self.code].what % dict(self.values)

    @property
    def expected(self) -> str:
        """What should be there, in English."""
        return CATALOGUE[self.code].expected % dict(self.values)

    def __str__(self) -> str:
        """The finding as editors and terminals understand it."""
        return f"{self.file}:{self.line}: {self.what}, expected {self.expected}"


def finding(file: str, line: int, code: str, **values: object) -> Finding:
    """Make a finding; values of any kind are kept as text, in the order of their names."""
    return Finding(file, line, code, tuple(sorted((name, str(value)) for name, value in values.items())))


def has_errors(findings: list[Finding]) -> bool:
    """Whether at least one finding is an error, and not only a warning."""
    return any(found.is_error for found in findings)
