# SPDX-License-Identifier: Apache-2.0
"""Who comes in, and what those are told who do not."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from lms.access.identity import Role
from lms.audit.models import AuditRecord
from lms.db import db, reading
from tests.browser import Browser, Page
from tests.web import probe


@pytest.fixture
def site(app: Flask) -> Flask:
    return probe.plug_in(app)


@pytest.fixture
def visitor(site: Flask) -> Browser:
    return Browser(site)


@pytest.fixture
def learner(site: Flask, as_) -> Browser:
    return as_()


def key_of(browser: Browser) -> str:
    return browser.get("/probe/open").meta("koshu-person")


def send(browser: Browser, path: str, **over: str) -> Page:
    """Post what a form of the site would post."""
    page = browser.get("/probe/open")
    form = {
        "csrf_token": page.find("input", name="csrf_token")[0].get("value") or "",
        "for_person": page.meta("koshu-person"),
        **over,
    }
    return Page(browser.client.post(path, data=form), path)


def noted(site: Flask) -> list[str]:
    with site.app_context(), reading():
        return list(
            db.session.scalars(
                select(AuditRecord.about_key).where(AuditRecord.about_kind == "probe").order_by(AuditRecord.id)
            )
        )


# --- reading ---


def test_an_open_page_is_open(visitor):
    visitor.get("/probe/open")


def test_a_visitor_is_led_to_the_sign_in_page_and_from_there_back(visitor):
    answer = visitor.get("/probe/private?tab=2", 303)
    assert answer.location == "/account/sign-in?next=/probe/private?tab%3D2"


def test_a_script_is_told_that_nobody_is_signed_in(visitor):
    answer = visitor.get("/probe/private", 401, headers={"Accept": "application/json"})
    assert answer.json["error"] == "unauthorized"


def test_a_visitor_learns_nothing_about_things_behind_the_door(visitor):
    there = visitor.get("/probe/things/somebody", 303).location
    not_there = visitor.get("/probe/things/nothing", 303).location
    assert (there, not_there) == (
        "/account/sign-in?next=/probe/things/somebody",
        "/account/sign-in?next=/probe/things/nothing",
    )


def test_her_own_thing_is_shown(learner):
    learner.get(f"/probe/things/{key_of(learner)}")


def test_a_thing_of_somebody_else_is_answered_like_one_that_does_not_exist(learner):
    others, none = learner.get("/probe/things/somebody-else", 404), learner.get("/probe/things/nothing", 404)
    assert others.words == none.words


def test_a_page_for_others_says_that_it_is_not_open_to_her(learner):
    learner.get("/probe/officers", 403)


def test_a_role_opens_its_pages(site, as_):
    as_(Role.OFFICER).get("/probe/officers")


def test_an_open_address_of_a_thing_that_is_not_there_is_not_found(visitor):
    visitor.get("/probe/open-things/nothing", 404)
    visitor.get("/probe/open-things/some")


def test_an_unknown_address_is_not_found(visitor):
    visitor.get("/probe/unheard-of", 404)


def test_a_page_asked_for_its_head_only_is_guarded_alike(visitor):
    assert visitor.client.head("/probe/private").status_code == 303
    assert visitor.client.head("/probe/open").status_code == 200


# --- acting ---


def test_an_act_is_committed_and_leads_on(site, learner):
    answer = send(learner, "/probe/act")
    assert (answer.status, answer.location, noted(site)) == (303, "/probe/open", ["act"])


def test_a_visitor_cannot_act(site, visitor):
    answer = send(visitor, "/probe/act")
    assert (answer.status, noted(site)) == (401, [])


def test_an_act_on_a_thing_of_somebody_else_is_not_found(site, learner):
    assert send(learner, "/probe/things/somebody-else").status == 404
    assert send(learner, f"/probe/things/{key_of(learner)}").status == 303
    assert noted(site) == [key_of(learner)]


def test_a_refused_act_leaves_nothing(site, visitor):
    assert send(visitor, "/probe/half").status == 409
    assert noted(site) == []


def test_a_page_that_is_returned_keeps_what_the_act_wrote(site, visitor):
    """Returning commits, raising does not: tries that failed are counted although the form comes back."""
    assert send(visitor, "/probe/unaccepted").status == 422
    assert noted(site) == ["kept"]


def test_an_address_for_acts_does_not_open_by_itself(visitor):
    visitor.get("/probe/act", 405)


# --- no forged and no forgotten pages ---


@pytest.mark.parametrize("token", ["", "forged", None])
def test_a_form_without_the_token_of_the_session_is_refused(site, learner, token):
    page = learner.get("/probe/open")
    form = {"for_person": page.meta("koshu-person"), **({} if token is None else {"csrf_token": token})}
    assert learner.client.post("/probe/act", data=form).status_code == 422
    assert noted(site) == []


def test_a_token_of_another_browser_is_refused(site, learner, visitor):
    foreign = visitor.get("/probe/open").find("input", name="csrf_token")[0].get("value")
    assert send(learner, "/probe/act", csrf_token=foreign).status == 422
    assert noted(site) == []


def test_open_forms_need_the_token_as_well(site, visitor):
    assert visitor.client.post("/probe/open-act", data={}).status_code == 422
    assert noted(site) == []


@pytest.mark.parametrize("made_for", ["", "somebody-else"])
def test_a_page_that_another_person_left_open_books_nothing_to_this_one(site, learner, made_for):
    answer = send(learner, "/probe/act", for_person=made_for)
    assert (answer.status, noted(site)) == (409, [])


def test_the_script_of_a_page_that_another_person_left_open_is_told_so(site, learner):
    page = learner.get("/probe/open")
    answer = learner.post_json("/probe/json", {}, page, 409, **{"X-Koshu-Person": "somebody-else"})
    assert answer.json["error"] == "page-of-another-person"
    assert answer.json["message"]
    assert noted(site) == []


def test_a_script_sends_token_and_person_in_its_headers(site, learner):
    answer = learner.post_json("/probe/json", {"position": 3}, learner.get("/probe/open"))
    assert (answer.json, noted(site)) == ({"got": {"position": 3}}, ["json"])


def test_the_page_of_another_person_is_told_before_the_thing_is_looked_for(learner):
    """Else the answer would say whether a thing of that name exists."""
    assert send(learner, "/probe/things/nothing", for_person="somebody-else").status == 409


# --- a GET cannot write, whatever its view tries ---


@pytest.mark.parametrize("way", ["orm", "core", "act"])
def test_a_page_that_tries_to_write_fails_and_writes_nothing(site, visitor, way):
    visitor.get(f"/probe/write-{way}", 500)
    assert noted(site) == []
    visitor.get("/probe/open")


def test_after_a_page_tried_to_write_acts_still_can(site, learner):
    learner.get("/probe/write-core", 500)
    assert send(learner, "/probe/act").status == 303
    assert noted(site) == ["act"]


def test_acts_at_the_same_time_are_all_kept(site, as_):
    browsers = [as_() for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda browser: [send(browser, "/probe/act").status for _ in range(5)], browsers))
    assert answers == [[303] * 5] * 4
    assert noted(site) == ["act"] * 20
