# SPDX-License-Identifier: Apache-2.0
"""Nothing is open by omission, and the map of addresses stays tidy."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from lms import wiring
from lms.access.identity import Identity
from lms.access.permissions import Permission
from lms.access.policy import permits
from lms.cli import docs
from lms.web.csrf import csrf
from lms.web.routing import ACCESS_MARK, PUBLIC, Access, Blueprint, needs, public_thing
from tests.house.reading import ROOT

# Addresses that somebody else's rule spells: the QR code's upper case, well-known folders, a script's fixed place.
SPELT_BY_OTHERS = {"C", ".well-known", "sw.js", "robots.txt", "favicon.ico", "keys.json"}
SEGMENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PARAMETER = re.compile(r"<(?:(?P<converter>\w+)(?:\([^)]*\))?:)?(?P<name>\w+)>")
# What a plain string in an address may be: a public key, a printed number, a digest, a one-time token.
STRINGS = re.compile(r"(?:\w+_(?:key|id|number|token|code|name)|token|digest|kid|scheme)")
NUMBERS = {"position", "number", "page", "year", "index", "step", "count"}


# --- without access= there is no route ---


@pytest.mark.parametrize("way", ["route", "get", "post"])
def test_a_route_without_access_is_refused_at_import(way):
    with pytest.raises(TypeError, match="does not say who may enter"):
        getattr(Blueprint("bare", __name__), way)("/bare")


@pytest.mark.parametrize("access", [None, True, "public", Permission.AUDIT_READ])
def test_a_route_whose_access_is_not_an_access_is_refused_at_import(access):
    with pytest.raises(TypeError, match="does not say who may enter"):
        Blueprint("bare", __name__).get("/bare", access=access)


def test_a_view_that_came_in_past_the_blueprint_is_never_run(app):
    entered = []
    app.add_url_rule("/bare", "bare", lambda: entered.append("in") or "open")
    answer = app.test_client().get("/bare")
    assert (answer.status_code, entered) == (500, [])


def test_static_files_need_no_access_mark(app):
    assert app.test_client().get("/static/css/base.css").status_code == 200


def unmarked(app: Flask) -> list[str]:
    return [name for name, view in app.view_functions.items() if name != "static" and not hasattr(view, ACCESS_MARK)]


def test_an_unmarked_endpoint_would_be_found():
    probe = Flask("probe")
    probe.add_url_rule("/bare", "bare", lambda: "")
    assert unmarked(probe) == ["bare"]


def test_every_endpoint_of_the_site_says_who_may_enter(app):
    assert unmarked(app) == []


# --- addresses ---


def untidy(rule: str) -> list[str]:
    """What is wrong with an address."""
    segments = [part for part in PARAMETER.sub("", rule).split("/") if part]
    problems = [
        f"{part} is not kebab-case" for part in segments if not SEGMENT.fullmatch(part) and part not in SPELT_BY_OTHERS
    ]
    for match in PARAMETER.finditer(rule):
        converter, name = match["converter"], match["name"]
        if converter is None and not STRINGS.fullmatch(name):
            problems.append(f"{name} says neither its type nor what it names")
        if name in NUMBERS and converter != "int":
            problems.append(f"{name} is a number without <int:…>")
        if converter == "path" and not name.endswith("_path"):
            problems.append(f"{name} is a path and does not say so")
    return problems


@pytest.mark.parametrize(
    ("rule", "tidy"),
    [
        ("/courses/<course_key>/enrolments", True),
        ("/failure-notices/<attempt_key>", True),
        ("/attempts/<attempt_key>/answers/<int:position>", True),
        ("/assets/<edition_key>/<path:asset_path>", True),
        ("/C/<certificate_id>", True),
        ("/failureNotices", False),
        ("/failure_notices", False),
        ("/Courses", False),
        ("/courses/<id>", False),
        ("/courses/<key>", False),
        ("/answers/<position>", False),
        ("/assets/<path:rest>", False),
    ],
)
def test_the_finder_of_untidy_addresses_knows_good_from_bad(rule, tidy):
    assert (untidy(rule) == []) is tidy


def test_addresses_are_kebab_case_and_their_parameters_say_what_they_are(app):
    rules = [rule.rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
    assert {rule: problems for rule in rules if (problems := untidy(rule))} == {}


# --- the view receives the thing, and everything the address holds ---


def unfit(rule: Rule, view: Callable[..., Any]) -> list[str]:
    """Why this view cannot be called with what this address gives."""
    access: Access = getattr(view, ACCESS_MARK)
    takes = set(inspect.signature(access.on).parameters) if access.on else set()
    wanted = set(inspect.signature(inspect.unwrap(view)).parameters)
    given = (rule.arguments - takes) | ({access.on.__name__} if access.on else set())
    problems = [f"the address lacks {name}" for name in sorted(takes - rule.arguments)]
    return problems + [f"the view takes {sorted(wanted)}, not {sorted(given)}" for _ in [0] if wanted != given]


def thing(thing_key: str) -> object | None:
    return thing_key or None


@pytest.mark.parametrize(
    ("rule", "access", "view", "fits"),
    [
        ("/things/<thing_key>", public_thing(thing), lambda thing: "", True),
        ("/things/<thing_key>", needs(Permission.AUDIT_READ, on=thing), lambda thing: "", True),
        ("/things/<thing_key>", public_thing(thing), lambda thing_key: "", False),
        ("/things/<other_key>", public_thing(thing), lambda thing, other_key: "", False),
        ("/things/<thing_key>", PUBLIC, lambda thing_key: "", True),
        ("/things", PUBLIC, lambda thing: "", False),
    ],
)
def test_a_view_that_does_not_fit_its_address_is_found(rule, access, view, fits):
    probe = Flask("probe")
    blueprint = Blueprint("probe", __name__)
    blueprint.get(rule, access=access, endpoint="view")(view)
    probe.register_blueprint(blueprint)
    found = next(rule for rule in probe.url_map.iter_rules() if rule.endpoint == "probe.view")
    assert (unfit(found, probe.view_functions["probe.view"]) == []) is fits


def test_every_view_fits_its_address(app):
    routes = [
        (rule, app.view_functions[rule.endpoint]) for rule in app.url_map.iter_rules() if rule.endpoint != "static"
    ]
    assert {rule.rule: problems for rule, view in routes if (problems := unfit(rule, view))} == {}


# A page or module is a place in the enrolment's edition, not a thing with an owner. Whoever asks about a certificate is
# answered for an id that does not exist, too.
VIEWS_THAT_TAKE_KEYS = {
    "courses.page": {"page_key"},
    "courses.print_module": {"module_key"},
    "certificates.show": {"certificate_id"},
}


def test_views_receive_things_and_not_their_keys(app):
    taken = {
        rule.endpoint: _keys_of(app.view_functions[rule.endpoint], access) for rule, access in docs.marked_routes(app)
    }
    assert {name: keys for name, keys in taken.items() if keys} == VIEWS_THAT_TAKE_KEYS


def _keys_of(view: Callable[..., Any], access: Access) -> set[str]:
    wanted = set(inspect.signature(inspect.unwrap(view)).parameters) - ({access.on.__name__} if access.on else set())
    return {name for name in wanted if name.endswith(("_key", "_id"))}


# --- a page shown after a refused form can be loaded again ---


def shows_a_page_on_error(view: Callable[..., Any]) -> bool:
    """Whether the source of the view answers 422 with something that is not JSON."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(view))))
    for node in ast.walk(tree):
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
            shown, *rest = node.value.elts
            if any(isinstance(part, ast.Constant) and part.value == 422 for part in rest) and not _is_json(shown):
                return True
    return False


def _is_json(node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        return getattr(node.func, "id", getattr(node.func, "attr", "")) in {"jsonify", "dict"}
    return isinstance(node, ast.Dict)


def page_view():
    return render(), 422  # noqa: F821 - only its source is read


def json_view():
    return {"error": "no"}, 422


def plain_view():
    return "done"


def test_a_view_that_shows_a_page_on_error_is_recognized():
    assert [shows_a_page_on_error(view) for view in (page_view, json_view, plain_view)] == [True, False, False]


def test_a_form_that_shows_a_page_on_error_can_be_opened_at_the_same_address(app):
    opened = {rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    sent = [rule for rule, _access in docs.marked_routes(app) if "GET" not in (rule.methods or ())]
    guilty = [
        rule.rule
        for rule in sent
        if rule.rule not in opened and shows_a_page_on_error(app.view_functions[rule.endpoint])
    ]
    assert guilty == []


# --- forms that take no token ---


def test_only_the_public_look_up_of_certificates_takes_no_token(app):
    """It changes nothing and knows nobody; everything else needs the token of its session."""
    assert csrf._exempt_views == {"lms.certificates.views.public.compare", "lms.certificates.views.public.find"}
    assert csrf._exempt_blueprints == set()
    public = {
        rule.rule
        for rule, access in docs.marked_routes(app)
        if access.permission is None and "POST" in (rule.methods or ())
    }
    assert {"/C/<certificate_id>", "/verify"} <= public


# --- what leads to addresses ---


def test_every_line_of_the_menu_leads_to_a_page(app):
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments}
    assert [entry.endpoint for entry in wiring.MENU if entry.endpoint not in pages] == []


def test_a_line_of_the_menu_is_shown_to_exactly_those_who_may_enter(app):
    shown = {
        entry.endpoint: [may(identity, entry.permission) for identity in docs.COLUMNS.values()] for entry in wiring.MENU
    }
    doors = {
        entry.endpoint: getattr(app.view_functions[entry.endpoint], ACCESS_MARK).permission for entry in wiring.MENU
    }
    assert shown == {
        name: [may(identity, needed) for identity in docs.COLUMNS.values()] for name, needed in doors.items()
    }


def may(identity: Identity, permission: Permission | None) -> bool:
    return permission is None or permits(identity, permission)


def test_the_table_of_permissions_is_the_one_in_the_documents(app):
    assert (ROOT / "docs" / "permissions.md").read_text(encoding="utf-8") == docs.permissions_page(app)
