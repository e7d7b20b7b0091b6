# SPDX-License-Identifier: Apache-2.0
"""Which language is spoken, and how dates are written in it."""

import threading
from datetime import UTC, date, datetime

import pytest
from flask import render_template_string

from lms import i18n
from lms.i18n import _, bilingual, chosen_locale, current_locale, day, lazy, moment, ngettext, speaking


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


# --- words ---


def test_gaps_are_filled_and_a_per_cent_sign_alone_is_only_a_sign(context):
    with speaking("en"):
        assert _("Notice %(code)s", code=404) == "Notice 404"
        assert _("100 % of nothing anybody translated") == "100 % of nothing anybody translated"


@pytest.mark.parametrize(("num", "said"), [(1, "Try again in 1 minute."), (2, "Try again in 2 minutes.")])
def test_one_and_many_are_told_apart_in_english(context, num, said):
    with speaking("en"):
        assert ngettext("Try again in %(num)s minute.", "Try again in %(num)s minutes.", num) == said


def test_japanese_says_one_and_many_alike(context):
    with speaking("ja"):
        one, two = (ngettext("Try again in %(num)s minute.", "Try again in %(num)s minutes.", num) for num in (1, 2))
    assert one.replace("1", "2") == two
    assert "Try again" not in one


def test_a_word_without_translation_is_said_in_english(context):
    with speaking("ja"):
        assert _("A sentence that nobody has translated") == "A sentence that nobody has translated"


def test_a_language_is_spoken_inside_only_even_when_something_breaks(context):
    with pytest.raises(RuntimeError), speaking("en"):
        _break()
    assert current_locale() == "ja"


def _break() -> None:
    raise RuntimeError


def test_languages_nest(context):
    with speaking("en"):
        with speaking("ja"):
            assert current_locale() == "ja"
        assert current_locale() == "en"


def test_two_threads_speak_their_own_languages(app):
    gate = threading.Barrier(2)
    said: dict[str, str] = {}

    def speak(locale: str) -> None:
        with app.app_context(), speaking(locale):
            gate.wait()
            said[locale] = _("Courses")
            gate.wait()

    threads = [threading.Thread(target=speak, args=(locale,)) for locale in ("ja", "en")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said["en"] == "Courses"
    assert said["ja"] != "Courses"


def test_a_lazy_word_behaves_as_its_words(context):
    word = lazy("Notice %(code)s", code=7)
    with speaking("en"):
        assert (str(word), f"{word:>10}", word + "!") == ("Notice 7", "  Notice 7", "Notice 7!")
        assert lazy("Notice %(code)s") % {"code": 8} == "Notice 8"
        assert word == "Notice 7"
        assert {lazy("Courses"): 1}[lazy("Courses")] == 1
        assert not lazy("")


def test_a_template_escapes_what_it_fills_into_a_sentence(app):
    with app.test_request_context("/?lang=en"):
        page = render_template_string(
            "{{ _('Notice %(code)s', code=code) }}{{ word }}", code="<b>", word=lazy("Courses")
        )
    assert page == "Notice &lt;b&gt;Courses"
