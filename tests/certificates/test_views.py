# SPDX-License-Identifier: Apache-2.0
"""The holder's and the officer's pages: who may enter, what is shown, where one lands."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pytest
import time_machine
import zxingcpp
from PIL import Image, ImageDraw
from sqlalchemy import event, func, select

from lms.access.identity import Role
from lms.certificates import queries, services
from lms.certificates.adapters import qr
from lms.certificates.models import IssuerVersion
from lms.db import db, transaction
from tests.certificates.domain.test_seal import png
from tests.factories.accounts import make_person
from tests.factories.certificates import AT, make_certificate, make_completion, make_ready
from tests.factories.quizzes import make_attempt, make_edition, make_enrolment, make_marked

SVG = "{http://www.w3.org/2000/svg}"
NOW = AT + timedelta(minutes=5)
ENTERED = {
    "name_ja": "みほん講習財団",
    "name_en": "Mihon Training Foundation",
    "representative_ja": "代表理事　見本　太郎",
    "representative_en": "Taro Mihon, Representative Director",
    "notice_ja": "令和八年告示第〇号により指定",
    "notice_en": "designated by Public Notice No. 0 of 2026",
    "notice_confirmed": "y",
    "seal": "omitted",
    "from_day": "R8.4.1",
}


@pytest.fixture(autouse=True)
def day_of_completion():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def holder(app, run_jobs, as_):
    """`holder(sample=True)`: a signed-in browser of a holder, and the id of her certificate; its paper is made."""

    def make(**over):
        with app.app_context():
            certificate = make_certificate(person=make_person(), **over)
            found = certificate.person.learner_number, certificate.certificate_id
        run_jobs()
        return as_(found[0]), found[1]

    return make


def fetched(browser, path: str) -> Any:
    """A file, which is no page to check."""
    response = browser.client.get(path)
    assert response.status_code == 200, response.status
    return response


# --- my certificates


def test_somebody_without_a_certificate_is_led_to_the_courses(as_):
    page = as_(Role.LEARNER).get("/certificates")
    assert "You have no certificates yet" in page.words
    assert any(link.get("href") == "/courses" for link in page.find("a"))


def test_a_certificate_shows_number_last_day_days_left_and_the_cost_of_renewing(holder):
    browser, _ = holder()
    words = browser.get("/certificates").words
    for fact in ("In force", "ST-2026-000001-", "9 July 2029", "1095 days left", "Renewing today would cost 1095 days"):
        assert fact in words


def test_inside_the_window_it_is_time_to_renew(app, as_, run_jobs):
    with app.app_context():
        number = make_certificate(person=make_person()).person.learner_number
    run_jobs()
    with time_machine.travel(AT.replace(year=2029, month=3), tick=True):
        page = as_(number).get("/certificates")
    assert "Time to renew" in page.words
    assert any("/courses/" in (link.get("href") or "") for link in page.find("main")[0].iter("a"))


def test_what_is_being_prepared_says_so_and_refreshes(app, as_):
    with app.app_context():
        number = make_completion(make_person()).enrolment.person.learner_number
    page = as_(number).get("/certificates")
    assert "Being prepared" in page.words
    assert page.find("p", data_waiting="")


def test_a_sample_is_explained_and_offers_no_reissue(holder):
    browser, _ = holder(sample=True)
    page = browser.get("/certificates")
    assert "This is a sample, not yet a certificate" in page.words
    assert "reissued" not in page.words


def test_the_real_certificate_takes_the_place_of_the_sample(app, holder, run_jobs):
    browser, sample_id = holder(sample=True)
    with app.app_context():
        make_ready()
        sample = queries.by_certificate_id(sample_id)
        with transaction():
            real_id = services.issue(sample.completion, at=NOW, on=NOW.date()).certificate_id
    run_jobs()
    text = browser.get("/certificates").text
    assert real_id in text
    assert sample_id not in text


def test_what_falls_below_the_identity_level_is_a_record_for_herself(app, as_, run_jobs):
    with app.app_context():
        completion = make_completion(make_person())
        make_ready()
        with transaction():
            completion.identity_level = "self_declared"
        number, key = completion.enrolment.person.learner_number, completion.key
    run_jobs()
    browser = as_(number)
    assert "cannot be submitted anywhere" in browser.get("/certificates").words
    assert fetched(browser, f"/learning-records/{key}").data.startswith(b"%PDF")


def test_there_is_no_learning_record_beside_a_certificate(app, holder):
    browser, certificate_id = holder()
    with app.app_context():
        key = queries.by_certificate_id(certificate_id).completion.key
    browser.get(f"/learning-records/{key}", status=404)


# --- the paper


def test_the_original_is_downloaded_under_its_number(holder):
    browser, certificate_id = holder()
    response = fetched(browser, f"/certificates/{certificate_id}/pdf")
    assert response.data.startswith(b"%PDF")
    assert response.mimetype == "application/pdf"
    assert 'attachment; filename="ST-2026-000001-' in response.headers["Content-Disposition"]


def test_before_the_paper_is_made_one_is_asked_to_wait(app, as_):
    with app.app_context():
        certificate = make_certificate(person=make_person())
        number, certificate_id = certificate.person.learner_number, certificate.certificate_id
    assert "being prepared" in as_(number).get(f"/certificates/{certificate_id}/pdf", status=409).words


def test_a_reissue_is_made_by_a_button_and_marked(holder):
    browser, certificate_id = holder()
    browser.submit("/certificates", action=f"/certificates/{certificate_id}/reissues")
    link = next(a.get("href") for a in browser.get("/certificates").find("a") if "reissue=" in (a.get("href") or ""))
    original = fetched(browser, f"/certificates/{certificate_id}/pdf").data
    assert link == f"/certificates/{certificate_id}/pdf?reissue=2026-07-10"
    assert fetched(browser, link).data != original


def test_a_get_makes_no_reissue(holder):
    browser, certificate_id = holder()
    browser.get(f"/certificates/{certificate_id}/pdf?reissue=2026-07-10", status=404)
    browser.get(f"/certificates/{certificate_id}/pdf?reissue=soon", status=404)


@pytest.mark.parametrize("path", ["/certificates/{}/pdf", "/certificates/{}/code"])
def test_a_stranger_finds_nothing(holder, as_, browser, path):
    _, certificate_id = holder()
    as_(Role.LEARNER).get(path.format(certificate_id), status=404)
    assert browser.get(path.format(certificate_id), status=303).location.startswith("/account/sign-in")


def test_an_officer_may_download(holder, as_):
    _, certificate_id = holder()
    fetched(as_(Role.OFFICER), f"/certificates/{certificate_id}/pdf")


def test_the_code_is_drawn_in_the_page_with_the_address_in_words(holder):
    browser, certificate_id = holder()
    page = browser.get(f"/certificates/{certificate_id}/code")
    assert page.find(SVG + "svg", role="img")
    assert f"http://localhost/C/{certificate_id}" in page.words


def test_the_code_on_the_page_leads_to_the_certificate(holder):
    browser, certificate_id = holder()
    page = browser.get(f"/certificates/{certificate_id}/code")
    dark = next(node.get("d") for node in page.find(SVG + "path") if node.get("fill") == "#000")
    side = int(page.find(SVG + "svg", role="img")[0].get("viewBox").split()[2])
    [read] = zxingcpp.read_barcodes(drawn(dark, side))
    assert qr.read_url(read.text)[0] == certificate_id


def drawn(dark: str, side: int, module: int = 4) -> Image.Image:
    """The path as a browser draws it."""
    picture = Image.new("L", (side * module, side * module), 255)
    for left, top, width in re.findall(r"M(\d+) (\d+)h(\d+)", dark):
        x, y = int(left) * module, int(top) * module
        ImageDraw.Draw(picture).rectangle((x, y, x + int(width) * module - 1, y + module - 1), fill=0)
    return picture


def test_the_notice_of_failure_is_for_the_person_who_failed(app, as_):
    with app.app_context():
        attempt = make_marked(make_attempt(make_enrolment(person=make_person())), right=0)
        number, key = attempt.enrolment.person.learner_number, attempt.key
    response = fetched(as_(number), f"/failure-notices/{key}")
    with pikepdf.open(BytesIO(response.data)) as document:
        assert len(document.pages) == 1
    as_(Role.LEARNER).get(f"/failure-notices/{key}", status=404)


# --- the issuer


def versions(app) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(IssuerVersion)) or 0


@pytest.mark.parametrize("path", ["/issuer", "/issuer/preview", "/issuer/versions/1", "/backlog"])
def test_learners_have_no_business_with_the_issuer(as_, browser, path):
    as_(Role.LEARNER).get(path, status=404 if path.endswith("/1") else 403)
    browser.get(path, status=303)


@pytest.mark.parametrize("version", [0, 1, 2**31, 2**63, 10**30])
def test_a_version_of_the_issuer_that_nobody_recorded_is_not_found(as_, version):
    as_(Role.OFFICER).get(f"/issuer/versions/{version}", status=404)


def test_the_issuer_is_entered_checked_and_recorded(app, as_):
    browser = as_(Role.OFFICER)
    confirm = browser.enter("/issuer", **ENTERED)
    assert "Nothing is recorded yet" in confirm.words
    assert versions(app) == 0
    done = browser.follow(browser.submit(confirm))
    with app.app_context():
        assert queries.newest_issuer().key in done.words
    assert "1 April 2026" in done.words
    assert versions(app) == 1


def test_going_back_keeps_what_was_entered(app, as_):
    browser = as_(Role.OFFICER)
    confirm = browser.enter("/issuer", **ENTERED)
    back = browser.change(confirm)
    assert next(field.get("value") for field in back.find("input", name="name_ja")) == ENTERED["name_ja"]
    assert versions(app) == 0


@pytest.mark.parametrize("missing", [name for name in ENTERED if name not in {"notice_confirmed", "seal"}])
def test_what_is_missing_is_asked_for_by_name(as_, missing):
    page = as_(Role.OFFICER).enter("/issuer", **{**ENTERED, missing: ""})
    assert page.find("a", href=f"#{missing}")


def test_the_notice_may_be_compared_later(app, as_):
    browser = as_(Role.OFFICER)
    browser.submit(browser.enter("/issuer", **{**ENTERED, "notice_confirmed": None}))
    with app.app_context():
        assert queries.newest_issuer().notice_confirmed is False


def test_a_picture_of_the_seal_is_carried_through_the_confirmation(app, as_):
    browser = as_(Role.OFFICER)
    sent = {**ENTERED, "seal": "image", "picture": (BytesIO(png()), "seal.png")}
    browser.submit(browser.enter("/issuer", **sent))
    with app.app_context():
        assert queries.newest_issuer().seal_digest is not None


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (None, "Please choose a PNG file"),
        (b"GIF89a", "must be a PNG file"),
        (png()[:-3], "damaged"),
        (png(width=20), "too small"),
    ],
)
def test_a_picture_that_cannot_be_printed_is_refused_with_the_reason(as_, picture, words):
    sent = {**ENTERED, "seal": "image"}
    if picture is not None:
        sent["picture"] = (BytesIO(picture), "seal.png")
    assert words in as_(Role.OFFICER).enter("/issuer", **sent).words


def test_a_sample_with_the_entered_details_is_shown_before_they_are_recorded(app, as_):
    with app.app_context():
        make_edition()
    browser = as_(Role.OFFICER)
    confirm = browser.enter("/issuer", **ENTERED)
    link = next(a.get("href") for a in confirm.find("a", target="_blank"))
    assert fetched(browser, link).data.startswith(b"%PDF")
    browser.get("/issuer/preview?draft=x", status=303)


def test_an_officer_issues_the_backlog_after_a_confirmation(app, as_, run_jobs):
    with app.app_context():
        certificate = make_certificate(sample=True)
        completion_id = certificate.completion_id
    run_jobs()
    with app.app_context():
        make_ready()
    browser = as_(Role.OFFICER)
    page = browser.get("/backlog")
    assert "1 person completed" in page.words
    assert browser.submit(page).location == "/first-steps"
    run_jobs()
    with app.app_context():
        assert not queries.first_of(completion_id).sample
    assert "Nobody is waiting" in browser.get("/backlog").words


def test_a_longer_list_asks_the_database_no_more_often(app, as_, run_jobs):
    with app.app_context():
        edition, numbers = make_edition(), []
        for length in (1, 3):
            person = make_person()
            for times in range(length):
                make_certificate(person=person, edition=edition, at=AT - timedelta(days=times))
            numbers.append(person.learner_number)
    run_jobs()
    assert len({len(statements(app, as_(number), "/certificates")) for number in numbers}) == 1


def statements(app, browser, path: str) -> list[str]:
    """What a page asks the database."""
    asked: list[str] = []

    def listen(_connection, _cursor, statement, *_more) -> None:
        asked.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", listen)
    browser.get(path)
    event.remove(engine, "before_cursor_execute", listen)
    return asked
