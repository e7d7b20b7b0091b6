# SPDX-License-Identifier: Apache-2.0
"""Which language is spoken, and how dates are written in it."""

from datetime import UTC, date, datetime

import pytest

from lms import i18n
from lms.i18n import _, bilingual, chosen_locale, current_locale, day, lazy, moment, speaking


@pytest.mark.parametrize(
    ("query", "cookie", "accepted", "spoken"),
    [
        ("", None, None, "ja"),
        ("", None, "en-US,en;q=0.9", "en"),
        ("", None, "fr,de", "ja"),
        ("", None, "fr,en;q=0.5", "en"),
        ("", None, "ja,en;q=0.9", "ja"),
        ("", "en", "ja", "en"),
        ("?lang=ja", "en", "en", "ja"),
        ("?lang=xx", "en", "ja", "en"),
        ("?lang=", "xx", "en", "en"),
        ("", "../../etc", None, "ja"),
    ],
)
def test_the_language_is_the_one_asked_for_kept_or_first_accepted(app, query, cookie, accepted, spoken):
    headers = {}
    if cookie:
        headers["Cookie"] = f"{i18n.LOCALE_COOKIE}={cookie}"
    if accepted:
        headers["Accept-Language"] = accepted
    with app.test_request_context("/" + query, headers=headers):
        assert (chosen_locale(), current_locale()) == (spoken, spoken)


def test_without_a_request_japanese_is_spoken(context):
    assert current_locale() == "ja"


def test_a_mail_speaks_the_language_of_its_reader_and_no_longer(context):
    with speaking("en"):
        assert _("Courses") == "Courses"
    assert _("Courses") != "Courses"


def test_a_lazy_word_is_said_when_it_is_shown(context):
    word = lazy("Courses")
    with speaking("en"):
        assert str(word) == "Courses"
    with speaking("ja"):
        assert str(word) != "Courses"


@pytest.mark.parametrize(
    ("text", "locale", "said"),
    [
        ({"ja": "kou", "en": "one"}, "en", "one"),
        ({"ja": "kou", "en": "one"}, "ja", "kou"),
        ({"ja": "kou"}, "en", "kou"),
        ({"ja": "kou", "en": ""}, "en", "kou"),
    ],
)
def test_a_text_without_translation_is_shown_in_japanese(context, text, locale, said):
    with speaking(locale):
        assert bilingual(text) == said


@pytest.mark.parametrize(("locale", "written"), [("ja", "2029\u5e747\u67089\u65e5"), ("en", "9 July 2029")])
def test_a_day_is_written_as_people_write_it(context, locale, written):
    with speaking(locale):
        assert day(date(2029, 7, 9)) == written


@pytest.mark.parametrize(
    ("locale", "written"), [("ja", "2026\u5e747\u670811\u65e5 0:05"), ("en", "11 July 2026, 0:05")]
)
def test_a_moment_is_told_in_tokyo(context, locale, written):
    with speaking(locale):
        assert moment(datetime(2026, 7, 10, 15, 5, tzinfo=UTC)) == written
