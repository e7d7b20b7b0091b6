# SPDX-License-Identifier: Apache-2.0
"""QR codes as drawings: one path in units of a module, black on white, with the white that readers need around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lms.documents.qr_matrix import matrix

QUIET_MODULES = 4
DARK_RUN = re.compile("1+")


@dataclass(frozen=True, slots=True)
class Symbol:
    """A QR symbol without its quiet zone: each row a text of `1` for dark and `0` for light."""

    version: int
    rows: tuple[str, ...]

    @property
    def size(self) -> int:
        """Modules along one side."""
        return len(self.rows)

    @property
    def size_with_quiet_zone(self) -> int:
        """Modules along one side with the white around it that readers need."""
        return self.size + 2 * QUIET_MODULES

    def path(self, offset: int = QUIET_MODULES) -> str:
        """The dark modules as one SVG path in units of a module; one path has no seams between its rows."""
        return "".join(
            f"M{run.start() + offset} {number + offset}h{run.end() - run.start()}v1H{run.start() + offset}z"
            for number, row in enumerate(self.rows)
            for run in DARK_RUN.finditer(row)
        )

    def svg(self) -> str:
        """The symbol with its quiet zone as an SVG picture, black on white."""
        side = self.size_with_quiet_zone
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
            f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path d="{self.path()}"/></svg>'
        )


def symbol_of(parts: Sequence[str]) -> Symbol:
    """The smallest code, level M, that holds the parts one after the other; a part of dense letters takes less room.

    Errors: ValueError if none does.
    """
    return Symbol(*matrix(parts))
