# SPDX-License-Identifier: Apache-2.0
"""Both languages are complete, say the same gaps, and nothing waits for a translator."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from types import ModuleType
from typing import Any

import pytest
from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

import lms
from tests.house.reading import LMS, ROOT, dotted, python_files, shown, tree_of

CATALOGUE = LMS / "translations" / "ja" / "LC_MESSAGES" / "messages.po"
GAP = re.compile(r"%(?:\((\w+)\))?([#0\-+]?\d*(?:\.\d+)?[sdifg%])")
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff9f]")
KANA_OR_KANJI = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
KEYWORDS = {**DEFAULT_KEYWORDS, "_": None, "lazy": None, "ngettext": (1, 2)}
REFUSALS = {"NotFound", "Refused", "Conflict", "Invalid", "TooMany"}
Words = str | tuple[str, ...]


@cache
def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="ja")


@cache
def words_of_the_sources() -> frozenset[Words]:
    """Every message of code and templates, extracted as `make messages` does it."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(LMS, method_map=methods, options_map=options, keywords=KEYWORDS, strip_comment_tags=True)
    return frozenset(words for _file, _line, words, _comments, _context in found if words)


def forms(words: Any) -> tuple[str, ...]:
    """The forms of a message: one, or singular and plural."""
    return (words,) if isinstance(words, str) else tuple(words)


def gaps(text: str) -> set[str]:
    """The names that a sentence has filled in (a positional gap by its kind)."""
    return {name or kind for name, kind in GAP.findall(text) if kind != "%"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("until %(day)s, %(num)d left", {"day", "num"}),
        ("80 % sure", set()),
        ("%s of %s", {"s"}),
        ("100%", set()),
        ("%%(day)s", set()),
    ],
)
def test_gaps_of_known_sentences(text, names):
    assert gaps(text) == names


def test_the_catalogue_holds_exactly_the_words_of_the_sources():
    known = {message.id for message in catalogue() if message.id}
    asked = {words if isinstance(words, str) else tuple(words) for words in words_of_the_sources()}
    assert (sorted(map(str, asked - known)), sorted(map(str, known - asked))) == ([], [])


def test_the_catalogue_keeps_nothing_that_is_no_longer_said():
    assert list(catalogue().obsolete) == []


def test_every_message_is_translated_and_no_translation_is_a_guess():
    waiting = [
        message.id for message in catalogue() if message.id and (message.fuzzy or not all(forms(message.string)))
    ]
    assert waiting == []


def test_a_translation_fills_the_same_gaps():
    wrong = [
        message.id
        for message in catalogue()
        if message.id
        and any(gaps(form) != set().union(*map(gaps, forms(message.id))) for form in forms(message.string) if form)
    ]
    assert wrong == []


def test_english_messages_hold_no_japanese():
    assert [words for words in words_of_the_sources() if any(JAPANESE.search(form) for form in forms(words))] == []


def test_a_translation_keeps_the_space_around_its_message():
    wrong = [
        message.id
        for message in catalogue()
        if message.id and (forms(message.id)[0].endswith("\n") != forms(message.string)[0].endswith("\n"))
    ]
    assert wrong == []


# --- Japanese in the code ---

# These read or write what people type: dates by era, kana, signs between names and digits.
READS_JAPANESE = {
    "lms/accounts/domain/names.py",
    "lms/accounts/domain/postal.py",
    "lms/accounts/domain/slips.py",
    "lms/accounts/domain/telephones.py",
    "lms/documents/coverage.py",
    "lms/i18n.py",
    "lms/identifiers.py",
    "lms/web/forms.py",
}


def bare_japanese(tree: ast.Module) -> list[str]:
    """Japanese strings that are neither a docstring nor the Japanese half of a text in both languages."""
    spared = {id(node.body[0].value) for node in ast.walk(tree) if _has_docstring(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            halves = [value for key, value in zip(node.keys, node.values, strict=True) if _is_ja(key)]
            spared |= {id(part) for half in halves for part in ast.walk(half)}
    strings = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return [node.value for node in strings if id(node) not in spared and KANA_OR_KANJI.search(node.value)]


def _has_docstring(node: ast.AST) -> bool:
    body = getattr(node, "body", None)
    first = body[0] if isinstance(body, list) and body else None
    return isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)


def _is_ja(key: ast.expr | None) -> bool:
    return isinstance(key, ast.Constant) and key.value == "ja"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('TEXT = "\u8b1b\u7fd2"', ["\u8b1b\u7fd2"]),
        ('TEXT = {"ja": "\u8b1b\u7fd2", "en": "Course"}', []),
        ('def f():\n    """\u8b1b\u7fd2"""\n    return _("Course")', []),
        ('f(title=f"{x}\u8b1b")', ["\u8b1b"]),
        ('"""\u8b1b\u7fd2"""\nTEXT = "Course"', []),
    ],
)
def test_bare_japanese_in_code_is_found(source, found):
    assert bare_japanese(ast.parse(source)) == found


def test_the_code_says_its_words_through_gettext():
    files = [path for path in python_files("lms") if shown(path) not in READS_JAPANESE]
    assert {shown(path): words for path in files if (words := bare_japanese(tree_of(path)))} == {}


# --- labels ---


def label_modules() -> Iterator[ModuleType]:
    for info in pkgutil.walk_packages(lms.__path__, "lms."):
        if "labels" in info.name.split("."):
            yield importlib.import_module(info.name)


def unlabelled(module: ModuleType) -> dict[str, list[str]]:
    """The members of an enum that its longest table of labels forgets; a shorter one beside it may say it otherwise."""
    tables = [value for value in vars(module).values() if isinstance(value, Mapping)]
    kinds = {type(key) for table in tables for key in table if isinstance(key, Enum)}
    wanted = {kind: to_be_labelled(kind, module.__name__) for kind in kinds}
    missing = {kind: min((members - set(table) for table in tables), key=len) for kind, members in wanted.items()}
    return {kind.__name__: sorted(map(str, members)) for kind, members in missing.items() if members}


def to_be_labelled(kind: type[Enum], module: str) -> set[Enum]:
    """All members; of a list that all packages share (`accounts:…`, `courses:…`) those of the package."""
    if all(":" in str(member.value) for member in kind):
        return {member for member in kind if str(member.value).startswith(module.split(".")[1] + ":")}
    return set(kind)


def test_a_table_of_labels_that_forgets_a_member_is_found():
    class Colour(Enum):
        RED = "red"
        BLUE = "blue"

    probe = ModuleType("labels")
    probe.PART = {Colour.RED: "Red"}
    assert unlabelled(probe) == {"Colour": ["Colour.BLUE"]}
    probe.WHOLE = {Colour.RED: "Red", Colour.BLUE: "Blue"}
    assert unlabelled(probe) == {}


@pytest.mark.parametrize("module", list(label_modules()), ids=lambda module: module.__name__)
def test_every_member_of_a_labelled_enum_has_a_label(module):
    assert unlabelled(module) == {}


# --- every refusal has its sentence ---


def refusals() -> Iterator[tuple[str, str, set[str]]]:
    """Where a refusal is raised, its code, and the details it brings along."""
    for path in python_files("lms"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in REFUSALS and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    yield f"{shown(path)}:{node.lineno}", code.value, {word.arg or "**" for word in node.keywords}


def test_every_refusal_has_a_sentence(app):
    sentences = app.extensions["koshu_sentences"]
    assert sorted({f"{place} {code}" for place, code, _details in refusals() if code not in sentences}) == []


def test_no_sentence_is_kept_for_a_refusal_that_nobody_raises(app):
    said = {code for _place, code, _details in refusals()} | strings_of_the_code()
    assert sorted(set(app.extensions["koshu_sentences"]) - said) == []


def strings_of_the_code() -> set[str]:
    files = [path for path in python_files("lms") if path.name != "labels.py" and shown(path) != "lms/wiring.py"]
    walked = (node for path in files for node in ast.walk(tree_of(path)))
    return {node.value for node in walked if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_a_refusal_brings_along_what_its_sentence_has_gaps_for(app):
    sentences = app.extensions["koshu_sentences"]
    with app.test_request_context():
        asked = {code: gaps(str(words)) for code, words in sentences.items()}
    short = [
        f"{place} {code}"
        for place, code, details in refusals()
        if code in asked and "**" not in details and asked[code] - details
    ]
    assert short == []
