# SPDX-License-Identifier: Apache-2.0
"""Forms of three steps: Back, reload, second click, two tabs, another person."""

from __future__ import annotations

import pytest
from flask import Flask, render_template_string
from flask_wtf.file import FileField
from wtforms import PasswordField
from wtforms.validators import ValidationError

from lms.access.permissions import Permission
from lms.errors import Conflict
from lms.web.drafts import Steps
from lms.web.forms import Form, LineField
from lms.web.routing import Blueprint, needs, public_thing
from tests.browser import Browser, Page

HEAD = (
    '{% extends "layouts/narrow.html" %}{% from "components/forms.html" import form, field, as_checked %}'
    "{% block title %}Thing{% endblock %}{% block main %}<h1>Thing</h1>"
)
ENTRY = HEAD + (
    '{% call form(draft.form, enctype="multipart/form-data") %}'
    "{{ field(draft.form.colour) }}{{ field(draft.form.secret) }}{{ field(draft.form.file) }}"
    "{% endcall %}{% endblock %}"
)
CHECK = HEAD + (
    "<p>{{ draft.form.colour.data }} {{ draft.kept }}</p>"
    "{% call form(draft.form) %}{{ as_checked(draft) }}{% endcall %}{% endblock %}"
)
sent: list[str] = []


class ThingForm(Form):
    colour = LineField("Colour")
    secret = PasswordField("Secret")
    file = FileField("File")

    def validate_colour(self, field):
        if field.data == "none":
            raise ValidationError("There is no such colour.")

    def validate_secret(self, field):
        if field.data == "bad":
            raise ValidationError("A bad secret.")


def thing(thing_key: str) -> str:
    return thing_key


OPEN = Steps(entry="steps.thing", check="steps.check_thing", form=lambda draft: ThingForm(draft.typed))
HERS = Steps(entry="steps.hers", check="steps.check_hers", form=lambda draft: ThingForm(draft.typed))


bp = Blueprint("steps", __name__)
anybody, signed_in = public_thing(thing), needs(Permission.ACCOUNT_KEEP)


@bp.get("/things/<thing_key>", access=anybody, endpoint="thing")
def enter(thing):
    draft = OPEN.entry()
    if draft.is_new:
        draft.form.colour.data = "white"
    return render_template_string(ENTRY, draft=draft)


@bp.post("/things/<thing_key>", access=anybody)
def send(thing):
    draft = OPEN.entered()
    draft.kept["length"] = str(len(draft.form.secret.data or ""))
    return draft.stay() if draft.form.colour.data == "more" else draft.go_on()


@bp.get("/things/<thing_key>/check", access=anybody)
def check_thing(thing):
    return render_template_string(CHECK, draft=OPEN.check())


@bp.post("/things/<thing_key>/check", access=anybody)
def record(thing):
    draft = OPEN.checked()
    if draft.form.colour.data == "taken":
        return draft.refused(Conflict("nothing-changes"))
    sent.append(f"{thing}: {draft.form.colour.data}")
    return draft.done("/courses")


@bp.get("/hers", access=signed_in, endpoint="hers")
def enter_hers():
    return render_template_string(ENTRY, draft=HERS.entry())


@bp.post("/hers", access=signed_in)
def send_hers():
    return HERS.entered().go_on()


@bp.get("/hers/check", access=signed_in)
def check_hers():
    return render_template_string(CHECK, draft=HERS.check())


@pytest.fixture
def site(app: Flask) -> Flask:
    sent.clear()
    app.register_blueprint(bp)
    return app


@pytest.fixture
def visitor(site: Flask) -> Browser:
    return Browser(site)


def colour(page: Page) -> str:
    return page.find("input", name="colour")[0].get("value") or ""


def test_the_first_look_shows_what_is_recorded(visitor):
    assert colour(visitor.get("/things/a")) == "white"


def test_every_opening_has_a_draft_of_its_own(visitor):
    assert visitor.get("/things/a").path != visitor.get("/things/a").path


def test_entering_leads_to_the_check_and_the_check_to_the_end(visitor):
    check = visitor.enter("/things/a", colour="red")
    assert "red" in check.words
    assert visitor.submit(check).location == "/courses"
    assert sent == ["a: red"]


def test_back_from_the_check_shows_what_was_typed(visitor):
    entry = visitor.get("/things/a")
    visitor.enter(entry, colour="red")
    assert colour(visitor.get(entry.path)) == "red"


def test_reloading_any_page_of_the_form_changes_nothing(visitor):
    entry = visitor.get("/things/a")
    check = visitor.enter(entry, colour="red")
    assert visitor.get(check.path).words == check.words
    assert visitor.get(entry.path).words == visitor.get(entry.path).words
    assert sent == []


def test_a_second_click_is_led_to_where_the_first_one_led(visitor):
    check = visitor.enter("/things/a", colour="red")
    assert [visitor.submit(check).location, visitor.submit(check).location] == ["/courses", "/courses"]
    assert sent == ["a: red"]


@pytest.mark.parametrize("page", ["entry", "check"])
def test_back_after_the_end_leads_to_the_end(visitor, page):
    entry = visitor.get("/things/a")
    check = visitor.enter(entry, colour="red")
    visitor.submit(check)
    assert visitor.get({"entry": entry, "check": check}[page].path, 303).location == "/courses"


def test_entering_once_more_after_the_end_sends_nothing_again(visitor):
    entry = visitor.get("/things/a")
    visitor.submit(visitor.enter(entry, colour="red"))
    assert visitor.submit(entry, colour="blue").location == "/courses"
    assert sent == ["a: red"]


def test_a_fault_is_shown_after_the_redirect_and_kept_on_reload(visitor):
    page = visitor.enter("/things/a", colour="none")
    assert "There is no such colour." in page.words
    assert "There is no such colour." in visitor.get(page.path).words


def test_a_faulty_draft_has_no_check(visitor):
    page = visitor.enter("/things/a", colour="none")
    address = page.path.replace("/things/a?", "/things/a/check?")
    assert visitor.get(address, 303).location == page.path


def test_a_password_is_looked_at_once_and_never_kept(visitor):
    page = visitor.enter("/things/a", colour="red", secret="bad")
    assert "A bad secret." in page.words
    assert 'value="bad"' not in page.text
    assert "A bad secret." not in visitor.enter(page, secret="good").words


def test_one_line_more_shows_no_faults(visitor):
    page = visitor.enter("/things/a", colour="more", secret="bad")
    assert colour(page) == "more"
    assert "A bad secret." not in page.words


def test_what_the_service_refuses_is_said_where_it_can_be_mended(visitor):
    page = visitor.enter(visitor.enter("/things/a", colour="taken"))
    assert colour(page) == "taken"
    assert "nothing was changed" in page.words
    assert "nothing was changed" not in visitor.enter(page, colour="blue").words


def test_the_check_of_another_tab_is_not_sent_unseen(visitor):
    check = visitor.enter("/things/a", colour="red")
    visitor.enter(visitor.change(check), colour="blue")
    shown = visitor.enter(check)
    assert "blue" in shown.words
    assert sent == []


def test_a_draft_belongs_to_one_thing(visitor):
    check = visitor.enter("/things/a", colour="red")
    answer = visitor.get(check.path.replace("/things/a/", "/things/b/"), 303)
    assert answer.location.startswith("/things/b?draft=")
    assert colour(visitor.get(answer.location)) == "white"


def test_a_draft_belongs_to_one_browser(site, visitor):
    entry = visitor.get("/things/a")
    visitor.enter(entry, colour="red")
    assert colour(Browser(site).get(entry.path)) == "white"


def test_a_draft_belongs_to_one_person(site, as_):
    first = as_()
    check = first.enter("/hers", colour="red")
    cookie = first.client.get_cookie("koshu").value
    other = as_()
    other.get(check.path, 303)
    first.client.set_cookie("koshu", cookie)
    assert "red" in first.get(check.path).words


@pytest.mark.parametrize("key", ["", "x", "a" * 17, "ILOU" * 4, "é" * 16])
def test_a_key_that_is_none_gets_a_new_draft(visitor, key):
    answer = visitor.client.get("/things/a", query_string={"draft": key})
    assert answer.status_code == 303
    assert answer.location.startswith("/things/a?draft=")


def test_other_words_of_the_address_stay(visitor):
    check = visitor.enter("/things/a?next=/courses&_external=1", colour="red")
    assert check.path.startswith("/things/a/check?next=%2Fcourses&_external=1&draft=")


def test_more_than_a_form_can_take_is_refused(visitor):
    assert "in several parts" in visitor.submit("/things/a", status=422, colour="x" * 200_001).words
