# SPDX-License-Identifier: Apache-2.0
"""The texts that people accept, as they lie in content/terms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup

import lms
from lms.accounts.adapters import hashing
from lms.accounts.domain.registration import TextName
from lms.i18n import LOCALES
from lms.markup import markdown

FOLDER = Path(lms.__file__).parent.parent / "content" / "terms"


@dataclass(frozen=True, slots=True)
class Wording:
    """One text in one language: what is kept and hashed, and what is shown."""

    name: TextName
    locale: str
    body: str
    digest: str
    html: Markup


@cache
def wording(name: TextName, locale: str) -> Wording:
    """The present wording of a text."""
    body = (FOLDER / f"{name}.{locale}.md").read_text(encoding="utf-8")
    rendered = markdown.render(body, asset_url=_nothing, page_url=_nothing, prefix=f"{name}")
    return Wording(name, locale, body, hashing.digest_of(body), markdown.as_markup(rendered.html))


def by_digest(name: TextName, digest: str) -> Wording | None:
    """The present wording with this digest, in whichever language it was read; None for one that has been replaced."""
    present = (wording(name, locale) for locale in LOCALES)
    return next((found for found in present if found.digest == digest), None)


def _nothing(_path: str) -> None:
    return None
