# SPDX-License-Identifier: Apache-2.0
"""Rules about templates, read through Jinja's own syntax tree. Each finder is tried on known examples first."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from lms.web.errors import PAGES
from tests.house.reading import LMS, TEMPLATES, python_files, text_of, tree_of

JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff9f]+")
TAG = re.compile(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL)
COMMAND = re.compile(r"<code>[^<]*</code>")
ENTITY = re.compile(r"&#?\w+;")
WORD = re.compile(r"[A-Za-z]{2,}")
INLINE = re.compile(
    r"<style\b|<script\b(?![^>]*\b(?:src=|type=\"application/json\"))|<[^>]*\s(?:style|on[a-z]+)\s*=|javascript:",
    re.IGNORECASE | re.DOTALL,
)
RAW = re.compile(r"<(form|input|select|textarea|table)\b", re.IGNORECASE)
# Each language is named in itself, whatever the page speaks.
LANGUAGES = {"English", "\u65e5\u672c\u8a9e"}
WORDS_THAT_STAY = {"layouts/parts/language.html": LANGUAGES, "courses/parts/video.html": LANGUAGES}

ENVIRONMENT = Environment(extensions=["jinja2.ext.i18n"], autoescape=True, trim_blocks=True, lstrip_blocks=True)
PAGE_FILES = sorted(path for path in TEMPLATES.rglob("*.html"))
JINJA_FILES = sorted([*PAGE_FILES, *TEMPLATES.rglob("*.txt")])


def name_of(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


@cache
def parsed(path: Path) -> nodes.Template:
    return ENVIRONMENT.parse(text_of(path), name_of(path))


def in_order(node: nodes.Node) -> Iterator[nodes.Node]:
    """Every node in the order of the text. Blocks named *_class or *_url fill an attribute: they hold no words."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Block) and child.name.endswith(("_class", "_url")):
            continue
        yield child
        yield from in_order(child)


def markup_of(template: nodes.Template) -> str:
    """The template's own text in order, with a sign where something is filled in."""
    pieces = []
    for node in in_order(template):
        if isinstance(node, nodes.TemplateData):
            pieces.append(node.data)
        elif isinstance(node, nodes.Output):
            pieces.append("")
        elif isinstance(node, nodes.Expr):
            pieces.append("\x00")
    return "".join(pieces)


# --- a page has a title, and what it imports it uses ---


def has_title(template: nodes.Template, load: dict[str, nodes.Template]) -> bool:
    """Whether the template, or a page it extends, fills the block `title`; a layout's own block does not count."""
    if any(block.name == "title" and block.body for block in template.find_all(nodes.Block)):
        return True
    for extended in template.find_all(nodes.Extends):
        parent = extended.template.value if isinstance(extended.template, nodes.Const) else ""
        if parent in load and not parent.startswith("layouts/"):
            return has_title(load[parent], load)
    return False


def is_page(name: str) -> bool:
    """Whether people open it by itself: no layout, no component, no part, no mail."""
    folder, _, file = name.rpartition("/")
    return folder.split("/")[0] not in {"layouts", "components", "email", "pdf"} and not (
        file.startswith("_") or folder.endswith("/parts")
    )


def names_used(template: nodes.Template, load: dict[str, nodes.Template]) -> set[str]:
    """What the template and its parts use; a part sees what the page around it imports."""
    used = {node.name for node in template.find_all(nodes.Name) if node.ctx == "load"}
    for part in template.find_all(nodes.Include):
        if isinstance(part.template, nodes.Const) and part.template.value in load:
            used |= names_used(load[part.template.value], load)
    return used


def unused_imports(template: nodes.Template, load: dict[str, nodes.Template] | None = None) -> list[str]:
    used = names_used(template, load or {})
    imported = {node.target for node in template.find_all(nodes.Import)}
    for node in template.find_all(nodes.FromImport):
        imported |= {name if isinstance(name, str) else name[1] for name in node.names}
    return sorted(imported - used)


def bare_words(template: nodes.Template) -> list[str]:
    """Words for people that do not go through gettext, in either language."""
    text = ENTITY.sub(" ", TAG.sub(" ", COMMAND.sub(" ", markup_of(template))))
    strings = [node.value for node in template.find_all(nodes.Const) if isinstance(node.value, str)]
    return (
        WORD.findall(text)
        + JAPANESE.findall(markup_of(template))
        + [sign for value in strings for sign in JAPANESE.findall(value)]
    )


def unsafe(template: nodes.Template) -> list[str]:
    """Where the template says that something needs no escaping."""
    filters = [f"|{node.name}" for node in template.find_all(nodes.Filter) if node.name in {"safe", "forceescape"}]
    return filters + ["autoescape" for _node in template.find_all(nodes.ScopedEvalContextModifier)]


EXAMPLES = [
    (unused_imports, '{% from "a.html" import one, two as three %}{{ one() }}', ["three"]),
    (unused_imports, '{% import "a.html" as a %}{% block b %}{{ a.one() }}{% endblock %}', []),
    (unused_imports, '{% from "a.html" import one %}{% call one() %}{% endcall %}', []),
    (bare_words, '<p class="lead">{{ _("Hello") }}</p>', []),
    (bare_words, '<p{% if a %} class="b"{% endif %} id="{{ x }}">&nbsp;{{ _("A") }}: {{ b }}</p>', []),
    (bare_words, '<p class="{% block main_class %}main-wide{% endblock %}"></p>', []),
    (bare_words, "<p>Hello</p>", ["Hello"]),
    (bare_words, "<p><code>flask run</code></p>", []),
    (bare_words, "<p>\u8b1b\u7fd2</p>", ["\u8b1b\u7fd2"]),
    (bare_words, '<p title="\u8b1b">{{ a or "\u7fd2" }}</p>', ["\u8b1b", "\u7fd2"]),
    (bare_words, "{# \u8b1b\u7fd2 #}<p>{% trans %}Hello{% endtrans %}</p>", []),
    (unsafe, "{{ a|safe }}", ["|safe"]),
    (unsafe, "{% autoescape false %}{{ a }}{% endautoescape %}", ["autoescape"]),
    (unsafe, "{{ a|e }}", []),
]


@pytest.mark.parametrize(("finder", "source", "found"), EXAMPLES)
def test_the_finders_find_known_examples_and_nothing_else(finder, source, found):
    assert finder(ENVIRONMENT.parse(source)) == found


@pytest.mark.parametrize(
    ("source", "titled"),
    [
        ('{% extends "layouts/base.html" %}{% block title %}{{ _("A") }}{% endblock %}', True),
        ('{% extends "layouts/base.html" %}{% block main %}{% endblock %}', False),
        ('{% extends "layouts/base.html" %}{% block title %}{% endblock %}', False),
        ('{% extends "things/parent.html" %}', True),
    ],
)
def test_a_page_without_a_title_is_found(source, titled):
    load = {
        "layouts/base.html": ENVIRONMENT.parse("{% block title %}Site{% endblock %}"),
        "things/parent.html": ENVIRONMENT.parse('{% extends "layouts/base.html" %}{% block title %}A{% endblock %}'),
    }
    assert has_title(ENVIRONMENT.parse(source), load) is titled


@pytest.mark.parametrize(
    ("markup", "guilty"),
    [
        ('<p style="color:red">', True),
        ('<a href="x" onclick="go()">', True),
        ("<script>go()</script>", True),
        ("<style>p{}</style>", True),
        ('<a href="javascript:go()">', True),
        ('<script src="/static/js/nav.js" defer></script>', False),
        ('<script type="application/json">{}</script>', False),
        ('<link rel="stylesheet" href="/a.css"><p class="on style">one = two</p>', False),
    ],
)
def test_inline_style_and_script_are_recognized(markup, guilty):
    assert (INLINE.search(markup) is not None) is guilty


@pytest.mark.parametrize("path", [path for path in PAGE_FILES if is_page(name_of(path))], ids=name_of)
def test_a_page_extends_a_layout_and_has_a_title_of_its_own(path):
    template = parsed(path)
    assert list(template.find_all(nodes.Extends)), (
        "extends nothing: a part of a page is named _so.html or lies in parts/"
    )
    assert has_title(template, {name_of(other): parsed(other) for other in PAGE_FILES})


@pytest.mark.parametrize("path", JINJA_FILES, ids=name_of)
def test_a_template_uses_what_it_imports(path):
    assert unused_imports(parsed(path), {name_of(other): parsed(other) for other in PAGE_FILES}) == []


@pytest.mark.parametrize("path", JINJA_FILES, ids=name_of)
def test_a_template_says_its_words_through_gettext(path):
    assert sorted(set(bare_words(parsed(path))) - WORDS_THAT_STAY.get(name_of(path), set())) == []


@pytest.mark.parametrize("path", PAGE_FILES, ids=name_of)
def test_a_template_has_no_inline_style_or_script(path):
    assert INLINE.findall(markup_of(parsed(path))) == []


@pytest.mark.parametrize("path", PAGE_FILES, ids=name_of)
def test_no_template_says_that_something_needs_no_escaping(path):
    """Stored HTML comes as Markup from lms.markup; nothing else is printed as it is."""
    assert unsafe(parsed(path)) == []


@pytest.mark.parametrize("path", [path for path in PAGE_FILES if is_page(name_of(path))], ids=name_of)
def test_a_page_takes_forms_and_tables_from_the_components(path):
    assert RAW.findall(markup_of(parsed(path))) == []


# --- nothing lies about that nobody shows ---


def python_strings() -> set[str]:
    """Every string in the code; a gap of an f-string is a star."""
    found = set()
    for path in python_files("lms"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                found.add("".join(part.value if isinstance(part, ast.Constant) else "*" for part in node.values))
    return found


def referred_to() -> set[str]:
    """The templates that code or other templates name."""
    named = python_strings() | {f"errors/{status}.html" for status in PAGES}
    for path in JINJA_FILES:
        for node in parsed(path).find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
            targets = (
                node.template.find_all(nodes.Const) if not isinstance(node.template, nodes.Const) else [node.template]
            )
            named |= {target.value for target in targets}
    named |= {f"email/{name}/{file}" for name in named if "/" not in name for file in ("subject.txt", "body.txt")}
    return named


def test_every_template_is_shown_by_somebody():
    named = referred_to()
    assert {name_of(path) for path in JINJA_FILES if name_of(path) not in named} == set()


def test_every_template_that_is_named_exists():
    spelt = re.compile(r"[\w-]+(?:/[\w-]+)+\.(?:html|txt)")
    missing = [
        name
        for name in referred_to()
        if spelt.fullmatch(name) and not name.startswith("email/") and not (TEMPLATES / name).exists()
    ]
    assert sorted(missing) == []


def test_every_paper_is_printed_by_somebody():
    papers = sorted(TEMPLATES.rglob("*.typ"))
    named = " ".join([*python_strings(), *(text_of(path) for path in papers)])
    assert [path.name for path in papers if path.name not in named] == []


def test_every_script_of_the_site_is_loaded_by_a_page():
    loaded = "\n".join(text_of(path) for path in PAGE_FILES) + "\n".join(python_strings())
    scripts = sorted((LMS / "static" / "js").rglob("*.js"))
    imported = "\n".join(text_of(path) for path in scripts)
    assert [path.name for path in scripts if path.stem not in loaded and path.name not in imported] == []


def test_every_mail_has_a_subject_and_a_body():
    folders = sorted(path for path in (TEMPLATES / "email").iterdir() if path.is_dir())
    assert {path.name: sorted(file.name for file in path.iterdir()) for path in folders} == {
        path.name: ["body.txt", "subject.txt"] for path in folders
    }
