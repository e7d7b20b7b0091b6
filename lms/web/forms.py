# SPDX-License-Identifier: Apache-2.0
"""The base of all forms: trims, folds width where asked, speaks the reader's language."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

import orjson
from flask import request
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, StringField
from wtforms.form import BaseForm
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import TextInput

from lms.i18n import _
from lms.web.keeping import put_back

LONGEST_LINE = 200
LONGEST_DAY = 60
# The year before each era, and the era's last year.
ERAS = {
    "m": (1867, 45),
    "t": (1911, 15),
    "s": (1925, 64),
    "h": (1988, 31),
    "r": (2018, 99),
}
ERA_LETTERS = {
    "明治": "m",
    "大正": "t",
    "昭和": "s",
    "平成": "h",
    "令和": "r",
    "明": "m",
    "大": "t",
    "昭": "s",
    "平": "h",
    "令": "r",
}
_SPACES = re.compile(r"[ \t\u3000]+")
_BETWEEN = r"\s*[-‐‑‒–—―−ー年月./・,、\s]\s*"
_ERA = r"(明治|大正|昭和|平成|令和|[明大昭平令mtshr])\s*\.?\s*"
_ERA_DATE = re.compile(rf"{_ERA}(\d{{1,2}}|元){_BETWEEN}(\d{{1,2}}){_BETWEEN}(\d{{1,2}})", re.IGNORECASE)
_COMPACT_ERA_DATE = re.compile(rf"{_ERA}(\d{{2}})(\d{{2}})(\d{{2}})", re.IGNORECASE)
_WESTERN_DATE = re.compile(rf"(?:西暦)?\s*(\d{{4}}){_BETWEEN}(\d{{1,2}}){_BETWEEN}(\d{{1,2}})")
# What people add behind a day: the word for day, "born", the day of the week.
_BEHIND = re.compile(r"\s*日?\s*(?:生まれ|生れ|うまれ|生)?\s*(?:\([月火水木金土日]\))?\s*$")
_KANJI_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_KANJI_NUMBER = re.compile(r"[〇零一二三四五六七八九]*十?[〇零一二三四五六七八九]*(?=\s*[年月日・.]|\s*$)")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")


class Form(FlaskForm):
    """A form of the site: says for whom it was made, and speaks the language of the page."""

    for_person = HiddenField(default=lambda: current_user.identity.person_key or "")

    def take(self, offer: str) -> None:
        """Fill in what a check offered to write otherwise; most forms offer nothing."""

    class Meta(FlaskForm.Meta):
        """Language of the built-in messages."""

        @property
        def locales(self) -> list[str]:
            from lms.i18n import chosen_locale

            return [chosen_locale()]

        cache_translations = False

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Only what a form sent: Flask-WTF reads JSON as one, too, and then its values may be of any kind."""
            if not hasattr(formdata, "getlist") and request.method == "GET" and (kept := put_back()) is not None:
                return kept
            is_given = formdata is None or hasattr(formdata, "getlist")
            return formdata if is_given else super().wrap_formdata(form, None if request.is_json else formdata)


def json_sent() -> object:
    """What a script sent; None where it is no JSON, however strange it is (deeper than any parser follows, say)."""
    try:
        return orjson.loads(request.get_data()) if request.is_json else None
    except orjson.JSONDecodeError:
        return None


def trimmed(text: str | None) -> str | None:
    """Without spaces around it and with single spaces inside (the ideographic space stays one)."""
    return None if text is None else _SPACES.sub(lambda run: run[0][0], text.strip(" \t\r\n\u3000"))


def half_width(text: str | None) -> str | None:
    """Letters, digits and signs in half width, as e-mail addresses and numbers are written."""
    return None if text is None else unicodedata.normalize("NFKC", text).strip()


def katakana(text: str | None) -> str | None:
    """Kana as full-width katakana: half width and hiragana are converted."""
    folded = trimmed(unicodedata.normalize("NFKC", text)) if text is not None else None
    if folded is None:
        return None
    return "".join(chr(ord(sign) + 0x60) if "ぁ" <= sign <= "ゖ" else sign for sign in folded)


def parse_day(text: str) -> date:
    """A date as people write it: 1975-04-01, 1975年4月1日, 昭和50年4月1日, S50.4.1, 19750401, 昭和五十年四月一日,
    in any width, with spaces or without. A year that the era does not have is refused.

    Errors: ValueError.
    """
    given = unicodedata.normalize("NFKC", text[:LONGEST_DAY]).strip()
    if len(text) > LONGEST_DAY or len(given) > LONGEST_DAY:
        raise ValueError("too long for a date")
    folded = _BEHIND.sub("", _KANJI_NUMBER.sub(_in_digits, given))
    if era := _ERA_DATE.fullmatch(folded) or _COMPACT_ERA_DATE.fullmatch(folded):
        name, typed, month, day = era.groups()
        before, last = ERAS[ERA_LETTERS.get(name, name.lower())]
        year = 1 if typed == "元" else int(typed)
        if not 1 <= year <= last:
            raise ValueError("the era has no such year")
        return date(before + year, int(month), int(day))
    for pattern in (_WESTERN_DATE, _COMPACT_DATE):
        if western := pattern.fullmatch(folded):
            return date(*(int(part) for part in western.groups()))
    raise ValueError("not a date")


def _in_digits(found: re.Match[str]) -> str:
    """A number in kanji up to 99, or a year sign by sign, in digits."""
    tens, ten, ones = found[0].translate(_KANJI_DIGITS).partition("十")
    return f"{tens or 1}{ones or 0}" if ten else tens


class DayField(Field):
    """A date typed as text, by Japanese era or western year."""

    widget = TextInput()
    data: Any = None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.isoformat() if self.data else ""

    def pre_validate(self, _form: BaseForm) -> None:
        """What was typed but is no date must not be called missing by the validators that follow."""
        if self.process_errors:
            raise StopValidation

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        if not valuelist or not str(valuelist[0]).strip():
            return
        try:
            self.data = parse_day(str(valuelist[0]))
        except ValueError:
            raise ValueError(_("Please write a date such as 1975-04-01 or S50.4.1.")) from None


class LineField(StringField):
    """One line of text, trimmed."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = trimmed(str(valuelist[0]))


def refuse_control_characters(_form: Form, field: Field) -> None:
    """Validator: no control, direction or private-use characters, which would print as something else."""
    bad = {
        sign
        for sign in field.data or ""
        if unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cs", "Cn"} and sign != "\u200d"
    }
    if bad - {"\ufe00"}:
        shown = ", ".join(f"U+{ord(sign):04X}" for sign in sorted(bad))
        raise ValidationError(
            _("This contains characters that cannot be printed (%(codes)s). Please type it again.", codes=shown)
        )


__all__ = [
    "DayField",
    "Form",
    "LineField",
    "half_width",
    "json_sent",
    "katakana",
    "parse_day",
    "refuse_control_characters",
    "trimmed",
]
