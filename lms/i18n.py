# SPDX-License-Identifier: Apache-2.0
"""Words in the reader's language. Japanese is the first language, English the message id.

Babel reads the catalogues and knows the calendars; which language is spoken is one context variable. Flask-Babel
looks its way through the application at every word, which made up a quarter of a page (docs/adr/0003).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, request

from lms.periods import TOKYO

LOCALES = ("ja", "en")
DEFAULT_LOCALE = "ja"
LOCALE_COOKIE = "lang"
CATALOGUES = Path(__file__).parent / "translations"

__all__ = ["_", "bilingual", "lazy", "ngettext", "speaking"]

_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


def chosen_locale() -> str:
    """The language of this request: asked for, kept in the cookie, or the browser's first that we have."""
    if not has_request_context():
        return DEFAULT_LOCALE
    known: str | None = getattr(g, "locale", None)
    if known is None:
        known = g.locale = _choose()
    return known


def _choose() -> str:
    for named in (request.args.get("lang"), request.cookies.get(LOCALE_COOKIE)):
        if named in LOCALES:
            return str(named)
    return request.accept_languages.best_match(LOCALES) or DEFAULT_LOCALE


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Speak this language inside, for mails and papers made without a request."""
    token = _spoken.set(locale)
    try:
        yield
    finally:
        _spoken.reset(token)


def current_locale() -> str:
    """The language being spoken now."""
    return _spoken.get() or chosen_locale()


@lru_cache(maxsize=len(LOCALES))
def _catalogue(locale: str) -> NullTranslations:
    return Translations.load(CATALOGUES, [locale])


def _words(message: str) -> str:
    found: str = _catalogue(current_locale()).gettext(message)
    return found


def _words_for(one: str, many: str, num: int) -> str:
    found: str = _catalogue(current_locale()).ngettext(one, many, num)
    return found


def gettext(message: str, /, **gaps: object) -> str:
    """The message in the language being spoken, its %(gaps)s filled."""
    words = _words(message)
    return words % gaps if gaps else words


def ngettext(one: str, many: str, num: int, /, **gaps: object) -> str:
    """The message for so many things, in the language being spoken; %(num)s is the number."""
    return _words_for(one, many, num) % {"num": num, **gaps}


_ = gettext


class Lazy:
    """Words that are put into the reader's language when they are shown, not when the module is read."""

    __slots__ = ("gaps", "message")

    def __init__(self, message: str, **gaps: object) -> None:
        self.message = message
        self.gaps = gaps

    def __str__(self) -> str:
        return gettext(self.message, **self.gaps)

    def __repr__(self) -> str:
        return f"lazy({self.message!r})"

    def __mod__(self, gaps: Any) -> str:
        return str(self) % gaps

    def __format__(self, how: str) -> str:
        return format(str(self), how)

    def __add__(self, other: str) -> str:
        return str(self) + other

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other) if isinstance(other, Lazy | str) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.message)

    def __bool__(self) -> bool:
        return bool(self.message)


lazy = Lazy


def bilingual(text: Mapping[str, str]) -> str:
    """The text in the language being spoken, else in Japanese."""
    return text.get(current_locale()) or text[DEFAULT_LOCALE]


def day(value: date) -> str:
    """A date as people write it in the language being spoken; of a moment, its day in Tokyo."""
    if isinstance(value, datetime):
        value = value.astimezone(TOKYO).date()
    if current_locale() == "ja":
        return f"{value.year}年{value.month}月{value.day}日"
    return format_date(value, "d MMMM y", locale="en")


def moment(value: datetime) -> str:
    """A moment in Tokyo as people write it in the language being spoken."""
    locale = current_locale()
    pattern = "y年M月d日 H:mm" if locale == "ja" else "d MMMM y, H:mm"
    return format_datetime(value, pattern, tzinfo=TOKYO, locale=locale)


def init_app(app: Flask) -> None:
    """Give the templates their words; Jinja fills the gaps itself, and escapes what it fills in."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(_words, _words_for, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.filters.update(day=day, moment=moment, bilingual=bilingual)
