# SPDX-License-Identifier: Apache-2.0
"""The public page and its JSON: one answer for each state and day, nothing more than the paper shows."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from itertools import product

import pytest
import time_machine
from sqlalchemy import select

from lms.accounts.domain.names import NameGiven
from lms.accounts.models import Throttle
from lms.certificates import queries
from lms.certificates.domain.standing import answer_of
from lms.db import db, transaction
from lms.identifiers import in_groups
from tests.browser import Browser
from tests.factories.accounts import BORN, make_person
from tests.factories.certificates import AT, make_certificate, make_event

JSON = {"Accept": "application/json"}
TODAY = AT.replace(hour=4)
LATER = date(2027, 5, 1)
KEYS = {"answer", "on", "certificate", "successor"}
PRIVATE = {"X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}


@pytest.fixture(autouse=True)
def day_of_issue():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def made(app):
    """`made(sample=True)`: the id of a certificate, made outside any request; `events` are recorded on LATER."""

    def make(*events: str, **over) -> str:
        with app.app_context():
            certificate = make_certificate(**over)
            for kind in events:
                make_event(certificate, kind, LATER)
            return certificate.certificate_id

    return make


def answer(browser, certificate_id, on="", status=200):
    return browser.get(f"/C/{certificate_id}{f'?on={on}' if on else ''}", headers=JSON, status=status).json


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-07-09", "not_yet"),
        ("2026-07-10", "in_force"),
        ("2029-01-08", "in_force"),
        ("2029-01-09", "renewal_due"),
        ("2029-07-09", "renewal_due"),
        ("2029-07-10", "expired"),
        ("2040-01-01", "expired"),
        ("0001-01-01", "not_yet"),
        ("9999-12-31", "expired"),
        ("R11.7.9", "renewal_due"),
        ("令和11年7月10日", "expired"),
        ("２０２９－０７－０９", "renewal_due"),
        ("20290710", "expired"),
    ],
)
def test_the_answer_for_a_day(browser, made, on, expected):
    assert answer(browser, made(), on)["answer"] == expected


def test_the_answer_has_exactly_four_parts_and_names_the_day(browser, made):
    found = answer(browser, made(), "2028-02-29")
    assert set(found) == KEYS
    assert (found["on"], found["successor"]) == ("2028-02-29", None)


def test_an_unknown_id_has_the_same_shape_and_is_not_found(browser, app):
    assert answer(browser, "0" * 16, status=404) == {
        "answer": "unknown", "on": "2026-07-10", "certificate": None, "successor": None
    }  # fmt: skip


@pytest.mark.parametrize("typed", ["x", "0" * 15, "U" * 16, "%01", "漢字" * 8, "0" * 500])
def test_what_cannot_be_an_id_is_unknown(browser, app, typed):
    assert answer(browser, typed, status=404)["answer"] == "unknown"


def test_a_sample_is_nothing_else_on_any_day(browser, made):
    certificate_id = made(sample=True)
    assert {answer(browser, certificate_id, on)["answer"] for on in ("", "2020-01-01", "2040-01-01")} == {"sample"}


@pytest.mark.parametrize("event", ["revoked", "suspended"])
def test_an_event_counts_from_its_day_and_is_told_beside_the_answer_for_an_earlier_one(browser, made, event):
    certificate_id = made(event)
    before, after = answer(browser, certificate_id), answer(browser, certificate_id, LATER.isoformat())
    assert (before["answer"], after["answer"]) == ("in_force", event)
    assert before["certificate"]["standing"]["later"] == [{"event": event, "on": LATER.isoformat()}]
    assert after["certificate"]["standing"]["since"] == LATER.isoformat()


def test_the_reason_of_an_event_is_told_to_nobody(browser, made):
    certificate_id = made("revoked")
    page = browser.get(f"/C/{certificate_id}?on={LATER}")
    assert "other" not in json.dumps(answer(browser, certificate_id, LATER.isoformat()))
    assert "Revoked" in page.words


@pytest.mark.parametrize(("reason", "leads"), [("issuer_correction", True), ("name_change", False)])
def test_only_a_correction_by_the_issuer_leads_to_the_successor(browser, app, reason, leads):
    with app.app_context():
        old = make_certificate()
        new = make_certificate()
        with transaction():
            db.session.get_one(type(new), new.id).replaces_id = old.id
        make_event(old, "replaced", LATER, reason=reason)
        ids = old.certificate_id, new.certificate_id
    found = answer(browser, ids[0], LATER.isoformat())
    assert (found["answer"], found["successor"]) == ("replaced", ids[1] if leads else None)
    page = browser.get(f"/C/{ids[0]}?on={LATER}")
    assert "The completion and its period are unaffected" in page.words
    assert (ids[1] in page.text) is leads


def test_the_29th_of_february_and_its_anniversary(browser, app):
    with app.app_context():
        certificate_id = make_certificate(at=AT.replace(year=2024, month=2, day=29)).certificate_id
    answers = {on: answer(browser, certificate_id, on) for on in ("2027-02-28", "2027-03-01", "2027-03-02")}
    assert [found["answer"] for found in answers.values()] == ["renewal_due", "expired", "expired"]
    assert [found["certificate"]["standing"]["is_anniversary"] for found in answers.values()] == [False, True, False]
    assert "anniversary" in browser.get(f"/C/{certificate_id}?on=2027-03-01").words


def test_the_page_and_the_domain_answer_alike_over_a_grid_of_days(browser, app):
    """The page looks up by SQL of its own; the domain decides on the things."""
    kinds = ((), ("suspended",), ("revoked",), ("suspended", "reinstated"))
    days = [date(2026, 7, 9) + timedelta(days=step) for step in (0, 1, 200, 296, 912, 913, 914, 1095, 1096, 1097, 3000)]
    with app.app_context():
        made = []
        for events in kinds:
            certificate = make_certificate()
            for number, kind in enumerate(events):
                make_event(certificate, kind, LATER + timedelta(days=30 * number))
            made.append(certificate.certificate_id)
        expected = {}
        for certificate_id, day in product(made, days):
            facts = queries.facts_of(queries.by_certificate_id(certificate_id))
            expected[certificate_id, day] = answer_of(facts, day).answer.value
    found = {key: answer(browser, key[0], key[1].isoformat())["answer"] for key in expected}
    assert found == expected


# --- what is shown, and what never is


def test_the_page_shows_every_fact_of_the_paper_and_the_birth_date_as_its_year(browser, made):
    certificate_id = made()
    words = browser.get(f"/C/{certificate_id}").words
    found = answer(browser, certificate_id)["certificate"]
    for fact in (
        "山田 花子",
        "ヤマダ ハナコ",
        "YAMADA HANAKO",
        found["number"],
        "9 July 2029",
        "10 July 2026",
        in_groups(certificate_id),
    ):
        assert fact in words
    assert "1975" in words


@pytest.mark.parametrize("headers", [JSON, {"Accept": "text/html"}])
def test_no_answer_holds_birth_date_score_or_address(browser, app, headers):
    with app.app_context():
        person = make_person(email="hanako@example.jp")
        certificate_id = make_certificate(person=person).certificate_id
        number = person.learner_number
    text = browser.get(f"/C/{certificate_id}", headers=headers).text
    for secret in (BORN.isoformat(), "April 1975", "hanako@example.jp", number, "score", '"birth_date":'):
        assert secret not in text


def test_facts_that_are_new_in_a_snapshot_do_not_become_public_by_themselves(browser, made):
    found = answer(browser, made())["certificate"]
    dates = {"completed_on", "valid_through", "issued_on", "period_years"}
    done = {"minutes", "credits", "mode", "identity", "test_passed"}
    paper = {"id", "number", "kind", "title", "holder", "course", "course_type", "issuer", "development_key"}
    assert set(found) == dates | done | paper | {"standing"}
    assert set(found["holder"]) == {"name", "kana", "latin", "birth_year"}


def test_a_page_of_nobodys_list_is_never_plainly_in_force(browser, made):
    page = browser.get(f"/C/{made()}")
    assert "In force, issuer not checked" in page.words
    assert page.find("div", class_="answer answer-in-force-unchecked")
    assert not page.find("div", class_="answer answer-in-force")


def test_the_page_begins_with_host_and_issuer(browser, made):
    header = "".join(browser.get(f"/C/{made()}").find("header")[0].itertext())
    assert header.index("localhost") < header.index("Mihon Training Foundation")


def test_the_page_in_japanese_is_complete(app, made):
    page = Browser(app, "ja").get(f"/C/{made()}")
    assert page.tree.get("lang") == "ja"
    assert "みほん講習財団" in page.text


@pytest.mark.parametrize("path", ["/C/{id}", "/C/0000000000000000", "/verify", "/C/{id}?on=nonsense"])
def test_answers_are_private(browser, made, path):
    response = browser.client.get(path.format(id=made()))
    assert {name: response.headers[name] for name in PRIVATE} == PRIVATE
    assert "Set-Cookie" not in response.headers


def test_the_first_visit_weighs_less_than_30_kilobytes(browser, made):
    import gzip

    page = browser.get(f"/C/{made()}")
    paths = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    files = [browser.client.get(path).data for path in paths]
    assert sum(len(gzip.compress(content)) for content in [page.text.encode(), *files]) <= 30 * 1024


def test_nothing_on_the_page_needs_a_script_or_leads_away(browser, made):
    page = browser.get(f"/C/{made()}")
    assert not page.find("iframe")
    assert all(not (link.get("href") or "").startswith(("http", "//")) for link in page.find("a"))


def test_a_name_without_kanji_stands_in_large_letters(browser, app):
    with app.app_context():
        person = make_person(name=NameGiven(None, "グエン ティ ラン", "NGUYEN THI LAN"))
        certificate_id = make_certificate(person=person).certificate_id
    [shown] = browser.get(f"/C/{certificate_id}").find("span", class_="holder-name")
    assert "".join(shown.itertext()) == "NGUYEN THI LAN"


# --- typing


@pytest.mark.parametrize(
    "spell",
    [
        str.lower,
        in_groups,
        lambda text: "-".join(in_groups(text).split()),
        lambda text: text.replace("0", "O").replace("1", "l"),
        lambda text: text.translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789ABCDEFGHJKMNPQRSTVWXYZ"}),
    ],
)
def test_any_way_of_typing_an_id_leads_to_its_page(browser, made, spell):
    certificate_id = made()
    page = browser.client.get(f"/C/{spell(certificate_id)}?on=2027-01-01")
    if page.status_code != 200:
        assert (page.status_code, page.headers["Location"]) == (303, f"/C/{certificate_id}?on=2027-01-01")


def test_a_small_c_leads_to_the_address_of_the_code(browser, made):
    certificate_id = made()
    page = browser.get(f"/c/{certificate_id}", status=301)
    assert page.location == f"/C/{certificate_id}"


@pytest.mark.parametrize("asked", ["?_external=1&_scheme=javascript", "?certificate_id=x", "?on=1&on=2"])
def test_what_else_is_in_the_address_is_left_behind(browser, made, asked):
    page = browser.get(f"/c/{made()}{asked}", status=301)
    assert page.location.startswith("/C/")


# --- the day


@pytest.mark.parametrize("on", ["tomorrow", "2027-02-30", "R0.0.0", "2027", "99999-01-01", "%00", "H32.1.1.1"])
def test_a_day_that_cannot_be_understood_is_told_clearly_and_answers_nothing(browser, made, on):
    certificate_id = made()
    page = browser.get(f"/C/{certificate_id}?on={on}", status=422)
    assert "Not verified" in page.words
    assert "In force" not in page.words
    assert browser.get(f"/C/{certificate_id}?on={on}", headers=JSON, status=422).json["error"] == "day-not-understood"


def test_the_day_is_a_field_on_the_page(browser, made):
    page = browser.get(f"/C/{made()}")
    form = next(form for form in page.find("form") if form.get("method") == "get")
    assert [node.get("name") for node in form.iter("input")] == ["on"]


# --- the birth date


def compare(browser, certificate_id, typed, status=200):
    return browser.submit(f"/C/{certificate_id}", birth_date=typed, status=status, action="#birth-date")


@pytest.mark.parametrize("typed", ["1975-04-01", "S50.4.1", "昭和50年4月1日", "19750401"])
def test_the_right_birth_date_matches_however_it_is_written(browser, made, typed):
    assert "The birth date is the same." in compare(browser, made(), typed).words


def test_a_wrong_birth_date_does_not_match(browser, made):
    assert "The birth date is not the same." in compare(browser, made(), "1975-04-02").words


def test_a_birth_date_that_is_no_date_is_asked_for_again(browser, made):
    compare(browser, made(), "spring", status=422)


def test_five_wrong_birth_dates_are_enough(browser, made):
    certificate_id = made()
    for day in range(2, 7):
        compare(browser, certificate_id, f"1975-04-0{day}")
    assert "try again tomorrow" in compare(browser, certificate_id, "1975-04-01", status=429).words


def test_a_stranger_does_not_use_up_the_tries_of_others(browser, app, made):
    certificate_id, stranger = made(), Browser(app)
    stranger.client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    for day in range(2, 7):
        compare(stranger, certificate_id, f"1975-04-0{day}")
    compare(stranger, certificate_id, "1975-04-01", status=429)
    assert "The birth date is the same." in compare(browser, certificate_id, "1975-04-01").words


def test_strangers_from_everywhere_are_stopped_at_last(browser, app, made):
    certificate_id, guesser = made(), Browser(app)
    for number in range(60):
        guesser.client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number // 4}"
        compare(guesser, certificate_id, "1975-04-02")
    compare(browser, certificate_id, "1975-04-01", status=429)


def test_right_birth_dates_use_up_no_try(browser, made):
    certificate_id = made()
    for _ in range(7):
        compare(browser, certificate_id, "1975-04-01")


def test_a_day_later_there_are_new_tries(browser, made):
    certificate_id = made()
    for day in range(2, 7):
        compare(browser, certificate_id, f"1975-04-0{day}")
    with time_machine.travel(TODAY + timedelta(hours=25), tick=False):
        assert "The birth date is the same." in compare(browser, certificate_id, "1975-04-01").words


def test_tries_are_kept_without_naming_the_certificate(browser, app, made):
    certificate_id = made()
    compare(browser, certificate_id, "1975-04-02")
    with app.app_context():
        subjects = db.session.scalars(select(Throttle.subject)).all()
    assert len(subjects) == 2
    assert all(certificate_id not in subject and "127.0.0.1" not in subject for subject in subjects)


# --- look-ups


def find(browser, status=303, **fields):
    return browser.submit("/verify", status=status, action="/verify", **fields)


def number_of(app, certificate_id):
    with app.app_context():
        return queries.by_certificate_id(certificate_id).number


def test_an_id_is_looked_up(browser, made):
    certificate_id = made()
    assert find(browser, typed=in_groups(certificate_id).lower()).location == f"/C/{certificate_id}"


def test_a_number_and_the_birth_date_lead_to_the_page(browser, app, made):
    certificate_id = made()
    number = number_of(app, certificate_id)
    assert find(browser, typed=number, birth_date="1975-04-01").location == f"/C/{certificate_id}"


def test_a_number_alone_is_not_enough(browser, app, made):
    page = find(browser, 422, typed=number_of(app, made()))
    assert "birth date is needed" in page.words


def test_a_wrong_number_and_a_wrong_birth_date_get_the_same_answer(browser, app, made):
    number = number_of(app, made())
    other = "ST-2026-000777-" + _check("ST-2026-000777")
    pages = [
        find(browser, 422, typed=typed, birth_date="1980-01-01").words.replace(typed, "") for typed in (number, other)
    ]
    assert pages[0] == pages[1]


def _check(text):
    from lms.certificates.domain.numbers import CertificateNumber

    code, year, serial = text.split("-")
    return CertificateNumber(code, int(year), int(serial)).check


def test_wrong_birth_dates_beside_a_number_count_as_those_on_the_page(browser, app, made):
    certificate_id = made()
    number = number_of(app, certificate_id)
    for day in range(2, 7):
        find(browser, 422, typed=number, birth_date=f"1975-04-0{day}")
    find(browser, 429, typed=number, birth_date="1975-04-01")
    compare(browser, certificate_id, "1975-04-01", status=429)


@pytest.mark.parametrize("typed", ["", "TM-2026-000123-8", "hello", "x" * 61])
def test_what_is_neither_id_nor_number_is_said_so(browser, app, typed):
    find(browser, 422, typed=typed)


def test_guessing_ids_is_limited_and_looking_up_is_not(browser, made):
    certificate_id = made()
    for _ in range(150):
        browser.get(f"/C/{certificate_id}", headers=JSON)
    for number in range(120):
        answer(browser, f"{number:016}", status=404)
    browser.get(f"/C/{'0' * 16}", headers=JSON, status=429)


def test_the_public_keys_are_published_with_their_spans(browser, made):
    made()
    [key] = browser.get("/.well-known/koshu/keys.json").json["keys"]
    assert (key["kty"], key["crv"], key["until"], key["development"]) == ("OKP", "Ed25519", None, True)
