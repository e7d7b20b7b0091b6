# SPDX-License-Identifier: Apache-2.0
"""Forms take what people type: any width, either calendar, spaces where they fell."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wtforms import Form as PlainForm
from wtforms.validators import ValidationError

from lms.web.forms import DayField, Form, LineField, half_width, katakana, parse_day, refuse_control_characters, trimmed
from tests.browser import Browser
from tests.web import probe

DAYS = st.dates(min_value=date(1868, 1, 1), max_value=date(2100, 12, 31))
FULL_WIDTH = str.maketrans({chr(sign): chr(sign + 0xFEE0) for sign in range(0x21, 0x7F)})


@pytest.mark.parametrize(
    "typed",
    [
        "1975-04-01",
        "1975-4-1",
        "1975/4/1",
        "1975.4.1",
        "19750401",
        "1975年4月1日",
        "1975年04月01",
        "１９７５年４月１日",
        "昭和50年4月1日",
        "S50.4.1",
        "s50/4/1",
        "Ｓ５０．４．１",
        " 1975 年 4 月 1 日 ",
        "S.50.4.1",
        "昭50.4.1",
        "昭和50・4・1",
        "昭和50ー4ー1",
        "S500401",
        "昭和500401",
        "㍼50年4月1日",
        "昭和五十年四月一日",
        "昭和五〇年四月一日",
        "一九七五年四月一日",
        "西暦1975年4月1日",
        "昭和50年4月1日生",
        "昭和50年4月1日生まれ",
        "1975年4月1日（火）",
        "1975−4−1",
        "1975，4，1",
    ],
)
def test_a_day_is_understood_as_people_write_it(typed):
    assert parse_day(typed) == date(1975, 4, 1)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成元年1月8日", date(1989, 1, 8)),
        ("R8.11.23", date(2026, 11, 23)),
        ("大正15年12月24日", date(1926, 12, 24)),
        ("M45.7.29", date(1912, 7, 29)),
        ("2024-02-29", date(2024, 2, 29)),
        ("平成三十一年十二月二十三日", date(2019, 12, 23)),
        ("令和十年十月十日", date(2028, 10, 10)),
    ],
)
def test_every_era_is_understood_and_its_first_year(typed, day):
    assert parse_day(typed) == day


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "yesterday",
        "75-04-01",
        "1975-13-01",
        "1975-02-30",
        "2023-02-29",
        "昭和50年",
        "S50",
        "1975040",
        "X50.4.1",
        "0000-01-01",
        "1975-04-01T00:00",
    ],
)
def test_what_is_no_day_is_refused(typed):
    with pytest.raises(ValueError, match=r".+"):
        parse_day(typed)


@pytest.mark.parametrize("sign", ["一", "十", " ", "\u00a0", "昭和", "-", "㍼"])
def test_what_is_far_too_long_for_a_day_is_refused_at_once(sign):
    with pytest.raises(ValueError, match="too long"):
        parse_day(sign * 500_000)


@given(DAYS)
def test_a_day_is_understood_as_the_site_itself_writes_it(day):
    for written in (day.isoformat(), f"{day.year}年{day.month}月{day.day}日", day.isoformat().translate(FULL_WIDTH)):
        assert parse_day(written) == day


@given(st.text(max_size=20))
def test_whatever_is_typed_for_a_day_is_a_day_or_refused(typed):
    with suppress(ValueError):
        assert isinstance(parse_day(typed), date)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" a  b ", "a b"),
        ("\u3000山田\u3000花子\u3000", "山田\u3000花子"),
        ("山田 \u3000花子", "山田 花子"),
        ("", ""),
        (None, None),
    ],
)
def test_spaces_around_are_dropped_and_inside_there_is_one(typed, kept):
    assert trimmed(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kana"),
    [
        ("やまだ はなこ", "ヤマダ ハナコ"),
        ("ﾔﾏﾀﾞ ﾊﾅｺ", "ヤマダ ハナコ"),
        ("ヤマダ　ハナコ", "ヤマダ ハナコ"),
        ("ゔ", "ヴ"),
        ("Nguyễn", "Nguyễn"),
        (None, None),
    ],
)
def test_readings_become_full_width_katakana(typed, kana):
    assert katakana(typed) == kana


def test_addresses_and_numbers_become_half_width():
    assert half_width(" ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ ") == "hanako@example.jp"
    assert half_width(None) is None


class Sheet(PlainForm):
    day = DayField()
    line = LineField()


def test_a_day_field_keeps_what_was_typed_and_says_what_to_type(app):
    with app.test_request_context():
        sheet = Sheet(_sent(day="31 February", line=" a  b "))
        assert not sheet.validate()
        assert sheet.day.data is None
        assert sheet.day._value() == "31 February"
        assert len(sheet.day.errors) == 1
        assert sheet.line.data == "a b"


def test_an_empty_day_field_is_no_day_and_no_error(app):
    with app.test_request_context():
        sheet = Sheet(_sent(day="  "))
        assert sheet.validate()
        assert sheet.day.data is None


def _sent(**fields):
    from werkzeug.datastructures import MultiDict

    return MultiDict(fields)


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\u202e", "\u200b", "\ue000", "\u2066", "\U000f0000"])
def test_signs_that_would_print_as_something_else_are_named(app, sign):
    with app.test_request_context(), pytest.raises(ValidationError, match=f"U\\+{ord(sign):04X}"):
        refuse_control_characters(Form, _field("山田" + sign))


@pytest.mark.parametrize("name", ["髙﨑𠮷", "邉\U000e0101", "नेपाल", "ක්\u200dර", "O’Brien-Müller", "", None])
def test_names_in_any_script_are_left_alone(app, name):
    with app.test_request_context():
        refuse_control_characters(Form, _field(name))


def _field(data):
    field = Sheet().line
    field.data = data
    return field


def test_a_form_says_for_whom_it_was_made(app, as_):
    probe.plug_in(app)
    key = as_().get("/probe/open").meta("koshu-person")
    assert key
    assert Browser(app).get("/probe/open").meta("koshu-person") == ""


NO_FORMS = ["1", "null", "[1, 2]", "[[1, 2, 3]]", '{"sign_in": 1, "password": true}', "[" * 50_000]


@pytest.mark.parametrize("body", NO_FORMS)
@pytest.mark.parametrize("path", ["/verify", "/account/sign-in", "/account/forgot-password", "/account/sign-up"])
def test_json_is_no_form(browser: Browser, path: str, body: str) -> None:
    token = browser.get("/account/sign-in").form().findall(".//input[@name='csrf_token']")[0].get("value")
    known = {"X-CSRFToken": token or ""}
    answer = browser.client.post(path, data=body, content_type="application/json", headers=known)
    assert answer.status_code == 422


@pytest.mark.parametrize("typed", ["1968 2 3", "昭和 43 年 2 月 3 日", "S43 2 3", "１９６８　２　３"])
def test_spaces_part_a_date_as_well(typed):
    assert parse_day(typed) == date(1968, 2, 3)


@pytest.mark.parametrize("typed", ["昭和99年1月1日", "昭和65年1月1日", "H32.1.1", "T16.1.1", "M46.1.1", "S0.1.1"])
def test_a_year_that_the_era_does_not_have_is_refused(typed):
    with pytest.raises(ValueError, match="era"):
        parse_day(typed)
