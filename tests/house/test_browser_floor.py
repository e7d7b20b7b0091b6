# SPDX-License-Identifier: Apache-2.0
"""Our pages run in the oldest browsers that we promise: Chrome and Edge 109, Firefox 115, Safari 15.6, Android 8.

The Chromium at hand is newer than all of them, so no journey would notice. Everything that our style sheets, scripts
and templates use is looked up in browser_features.toml; what is not there fails until somebody has looked it up.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

from tests.house.browser_use import Use, used_by_script, used_by_style, used_by_template
from tests.house.reading import LMS, TEMPLATES, shown, text_of

FLOOR = {"Chrome": 109.0, "Firefox": 115.0, "Safari": 15.6}
TABLES = Path(__file__).with_name("browser_features.toml")
STYLES = sorted((LMS / "static" / "css").glob("*.css"))
SCRIPTS = sorted((LMS / "static" / "js").rglob("*.js"))
PAGES = sorted(TEMPLATES.rglob("*.html"))
NOT_THERE = 0
OUR_EVENTS = "koshu:"


@cache
def tables() -> dict[str, dict]:
    with TABLES.open("rb") as file:
        return tomllib.load(file)


@cache
def known(table: str) -> dict[str, list]:
    """Every name of a table with its versions, those that may be missing too."""
    found = tables().get(table, {})
    long_there = {name: [1, 1, 1] for name in found.get("old", "").split()}
    return {**long_there, **found.get("since", {}), **found.get("may_be_missing", {})}


@cache
def ours() -> set[str]:
    return set(tables()["js_names"]["ours"].split())


def too_new(use: Use) -> str | None:
    """Why a page may not use something, or None."""
    table, name = use
    if (table in {"js_member", "js_method"} and name in ours()) or name.startswith(OUR_EVENTS):
        return None
    if table == "js_member" and name not in known(table) and name in known("js_method"):
        return None  # asked for, not called: that is how one finds out whether it is there
    versions = known(table).get(name)
    if versions is None:
        return f"{table}: {name} is not in {TABLES.name}; look up since when each browser has it"
    if name in tables()[table].get("may_be_missing", {}):
        return None
    missing = [
        f"{browser} {version}"
        for (browser, lowest), version in zip(FLOOR.items(), versions, strict=True)
        if version > lowest or version == NOT_THERE
    ]
    return f"{table}: {name} needs {', '.join(missing)}" if missing else None


def faults(uses: set[Use]) -> list[str]:
    return sorted(words for use in uses if (words := too_new(use)) is not None)


# --- the readers find what they must ---


@pytest.mark.parametrize(
    ("style", "use"),
    [
        ("p:has(a) { color: red }", ("css_selector", ":has()")),
        ("p { &:hover { color: red } }", ("css_syntax", "a rule inside a rule")),
        ("p { a { color: red } }", ("css_syntax", "a rule inside a rule")),
        ("@container (min-width: 1em) { p { color: red } }", ("css_rule", "@container")),
        ("@layer base { p { color: red } }", ("css_rule", "@layer")),
        ("@property --a { syntax: '*' }", ("css_rule", "@property")),
        ("p { height: 100dvh }", ("css_unit", "dvh")),
        ("p { color: color-mix(in srgb, red, blue) }", ("css_function", "color-mix")),
        (":root { --a: color-mix(in srgb, red, blue) }", ("css_function", "color-mix")),
        ("p { text-wrap: pretty }", ("css_keyword", "pretty")),
        ("p { container-type: inline-size }", ("css_property", "container-type")),
        ("p { animation-timeline: scroll() }", ("css_property", "animation-timeline")),
        ("p:not(.a, .b) { top: 0 }", ("css_selector", ":not(,)")),
        ("dialog::backdrop { top: 0 }", ("css_selector", "::backdrop")),
        ("@media (width > 30em) { p { top: 0 } }", ("css_media", "range")),
        ("@media (prefers-reduced-motion) { p { top: 0 } }", ("css_media", "prefers-reduced-motion")),
        ("p { color: #00000080 }", ("css_syntax", "hash-8")),
    ],
)
def test_what_a_style_uses_is_seen(style, use):
    assert use in used_by_style(style)


@pytest.mark.parametrize(
    ("script", "use"),
    [
        ("a?.b", ("js_syntax", "optional_chain")),
        ("const b = a ?? 1", ("js_syntax", "??")),
        ("a ??= 1", ("js_syntax", "??=")),
        ("class A { b = 1 }", ("js_syntax", "field_definition")),
        ("class A { static { b() } }", ("js_syntax", "class_static_block")),
        ("await a()", ("js_syntax", "await outside of functions")),
        ("import { a } from './a.js'", ("js_syntax", "module")),
        ("try { a() } catch { b() }", ("js_syntax", "catch without a name")),
        ("[1].at(-1)", ("js_method", "at")),
        ("const a = { at: 1 }; [1].at(-1)", ("js_method", "at")),
        ("[1].findLast(one)", ("js_method", "findLast")),
        ("[1].toSorted()", ("js_method", "toSorted")),
        ("structuredClone({})", ("js_global", "structuredClone")),
        ("AbortSignal.timeout(5)", ("js_method", "timeout")),
        ("new IntersectionObserver(one)", ("js_global", "IntersectionObserver")),
        ("navigator.clipboard", ("js_member", "clipboard")),
        ("node.inert = true", ("js_member", "inert")),
        ("fetch('/a', { priority: 'high' })", ("js_option", "priority")),
        ("node.addEventListener('beforetoggle', one)", ("js_event", "beforetoggle")),
        ("Object.groupBy(all, one)", ("js_method", "groupBy")),
    ],
)
def test_what_a_script_uses_is_seen(script, use):
    assert use in used_by_script(script.encode())


@pytest.mark.parametrize(
    "script",
    [
        "const lock = () => 1; lock();",
        "const { a, b } = made(1); function made(x) { return x; } a; b;",
        "for (const [one, two] of []) { one; two; }",
        "const now = { state: 1 }; now.state;",
        "const node = document.body; node.dataset.anythingAtAll;",
    ],
)
def test_what_a_script_declares_itself_is_its_own(script):
    assert faults(used_by_script(script.encode())) == []


def test_what_a_template_writes_is_seen():
    uses = used_by_template(
        '{% if a %}<div popover id="{{ b }}"{% if c %} inert{% endif %}><search></search></div>{% endif %}'
    )
    assert {("html_attribute", "popover"), ("html_attribute", "inert"), ("html_element", "search")} <= uses


@pytest.mark.parametrize(
    ("use", "words"),
    [
        (("css_property", "color"), None),
        (("css_property", "inset"), None),
        (("css_property", "text-wrap"), None),
        (("css_selector", ":has()"), "is not in"),
        (("js_method", "toSorted"), "is not in"),
    ],
)
def test_a_use_is_judged(use, words):
    assert (too_new(use) is None) if words is None else (words in str(too_new(use)))


# --- the table is in order ---


@pytest.mark.parametrize("table", sorted(set(tables()) - {"js_names"}))
def test_a_name_of_the_table_stands_in_one_place_and_has_its_versions(table):
    found = tables()[table]
    places = [*found.get("old", "").split(), *found.get("since", {}), *found.get("may_be_missing", {})]
    assert [name for name in places if places.count(name) > 1] == []
    assert [name for name, row in found.get("since", {}).items() if len(row) != len(FLOOR)] == []
    for name, row in found.get("may_be_missing", {}).items():
        *versions, why = row
        is_newer = any(v > low or v == NOT_THERE for v, low in zip(versions, FLOOR.values(), strict=True))
        assert is_newer, f"{name} is not missing anywhere: it belongs to [since]"
        assert len(why) > 10, f"{name}: why may it be missing?"


# --- our files ---


@pytest.mark.parametrize("path", STYLES, ids=shown)
def test_a_style_sheet_runs_in_the_oldest_browsers(path):
    assert faults(used_by_style(text_of(path))) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=shown)
def test_a_script_runs_in_the_oldest_browsers(path):
    assert faults(used_by_script(path.read_bytes())) == []


def test_the_templates_use_elements_that_the_oldest_browsers_know():
    uses = set().union(*(used_by_template(text_of(path)) for path in PAGES))
    assert faults(uses) == []
