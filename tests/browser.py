# SPDX-License-Identifier: Apache-2.0
"""A client that behaves like a browser and checks every page it fetches.

Pages must be valid HTML with one h1, a title, a language, unique ids and a label for every control; no inline
style or script. Forms are sent as the page offers them, with their hidden fields.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

CONTROLS = {"input", "select", "textarea"}
UNLABELLED = {"hidden", "submit", "button", "image", "reset"}


class Page:
    """An answer, and the tree of its HTML if it is a page."""

    def __init__(self, response: TestResponse, path: str) -> None:
        self.response = response
        self.path = path
        is_file = response.mimetype.startswith(("application/pdf", "application/vnd"))
        self.text = "" if is_file or response.direct_passthrough else response.get_data(as_text=True)
        is_html = (response.content_type or "").startswith("text/html") and response.status_code not in {
            301,
            302,
            303,
            308,
        }
        self.tree = _checked(self.text, path) if is_html else None

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def json(self) -> Any:
        return self.response.get_json()

    @property
    def location(self) -> str:
        return self.response.headers.get("Location", "")

    def find(self, tag: str, **attributes: str) -> list[ET.Element]:
        """The elements of a tag that carry these attributes (`class_` and `for_` stand for class and for)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        assert self.tree is not None
        return [node for node in self.tree.iter(tag) if all(node.get(name) == value for name, value in wanted.items())]

    @property
    def words(self) -> str:
        """The text of the main part, in one line."""
        main = self.find("main")[0]
        return " ".join(" ".join(main.itertext()).split())

    def form(self, action: str | None = None) -> ET.Element:
        """The form of the main part whose action ends like this (or the only one)."""
        main = self.find("main")[0]
        forms = [form for form in main.iter("form") if action is None or _action(form, self.path).endswith(action)]
        assert forms, f"{self.path} has no form for {action}; it has {[f.get('action') for f in main.iter('form')]}"
        return forms[0]

    def meta(self, name: str) -> str:
        return next((node.get("content") or "" for node in self.find("meta", name=name)), "")


class Browser:
    """One browser with its own cookies."""

    def __init__(self, app: Flask, locale: str = "en") -> None:
        self.client: FlaskClient = app.test_client()
        self.client.set_cookie("lang", locale)

    def get(self, path: str, status: int = 200, **options: Any) -> Page:
        page = Page(self.client.get(path, **options), path)
        if status == 200 and page.status == 303 and is_first_step(path, page.location):
            return self.get(page.location, **options)
        assert page.status == status, f"GET {path}: {page.status}, not {status}: {page.location} {page.text[:2000]}"
        return page

    def follow(self, page: Page) -> Page:
        return self.get(page.location)

    def enter(self, where: str | Page, action: str | None = None, **fields: Any) -> Page:
        """Send the first step of a form of several; the check that it leads to, or the entry with its faults."""
        return self.follow(self.submit(where, action, **fields))

    def change(self, check: Page) -> Page:
        """From the check of a form back to entering."""
        entry = check.path.partition("?")[0].removesuffix("/check") + "?"
        links = (link.get("href") or "" for link in check.find("a"))
        return self.get(
            next(link for link in links if link.startswith(entry) and "draft=" in link and "take=" not in link)
        )

    def submit(self, where: str | Page, action: str | None = None, status: int = 303, **fields: Any) -> Page:
        """Send a form of a page with its hidden and preset fields; `fields` overwrite, None leaves out."""
        page = self.get(where) if isinstance(where, str) else where
        form = page.form(action)
        data = {**_preset(form), **fields}
        target = _action(form, page.path)
        sent = {name: value for name, value in data.items() if value is not None}
        answer = Page(
            self.client.post(target, data=sent, content_type="multipart/form-data" if _has_files(form) else None),
            target,
        )
        assert answer.status == status, f"POST {target}: {answer.status}, not {status}: {answer.text[:3000]}"
        return answer

    def post_json(self, path: str, payload: Any, page: Page, status: int = 200, **headers: str) -> Page:
        """Send what a script on the page would send."""
        known = {"X-CSRFToken": page.meta("csrf-token"), "X-Koshu-Person": page.meta("koshu-person")}
        answer = Page(self.client.post(path, json=payload, headers={**known, **headers}), path)
        assert answer.status == status, f"POST {path}: {answer.status}, not {status}: {answer.text[:2000]}"
        return answer


def _checked(text: str, path: str) -> ET.Element:
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    tree = parser.parse(text)
    problems = [f"{place}: {code} {details}" for place, code, details in parser.errors]
    assert not problems, f"{path} is not valid HTML: {problems[:5]}"
    assert tree.get("lang") in {"ja", "en"}, f"{path} has no language"
    assert len(list(tree.iter("h1"))) == 1, f"{path} has {len(list(tree.iter('h1')))} h1"
    title = "".join(next(tree.iter("title")).itertext()).strip()
    assert title.partition("–")[0].strip(), f"{path} has no title of its own"
    ids = [node.get("id") for node in tree.iter() if node.get("id")]
    assert len(ids) == len(set(ids)), f"{path} has ids twice: {sorted({i for i in ids if ids.count(i) > 1})}"
    _check_controls(tree, path, set(ids))
    for node in tree.iter():
        bad = [name for name in node.attrib if name == "style" or name.startswith("on")]
        assert not bad, f"{path}: <{node.tag}> carries {bad}, which the CSP forbids"
        is_data = node.get("type") == "application/json"
        inline = node.tag == "style" or (node.tag == "script" and not node.get("src") and not is_data)
        assert not inline, f"{path} has an inline <{node.tag}>"
    return tree


def _check_controls(tree: ET.Element, path: str, ids: set[str]) -> None:
    labelled = {node.get("for") for node in tree.iter("label")}
    inside = {id(control) for label in tree.iter("label") for control in label.iter() if control.tag in CONTROLS}
    for node in tree.iter():
        if node.tag in CONTROLS and node.get("type") not in UNLABELLED:
            named = (
                node.get("id") in labelled
                or id(node) in inside
                or node.get("aria-label")
                or node.get("aria-labelledby")
            )
            assert named, f"{path}: <{node.tag} name={node.get('name')}> has no label"
        for reference in ("aria-describedby", "aria-labelledby", "aria-controls"):
            for target in (node.get(reference) or "").split():
                assert target in ids, f"{path}: {reference}={target} points nowhere"


def is_first_step(path: str, location: str) -> bool:
    """Whether this is the redirect that gives a form of several steps its draft."""
    return location.partition("?")[0] == path.partition("?")[0] and "draft=" in location and "draft=" not in path


def _action(form: ET.Element, path: str) -> str:
    return form.get("action") or path


def _has_files(form: ET.Element) -> bool:
    return form.get("enctype") == "multipart/form-data"


def _preset(form: ET.Element) -> dict[str, str]:
    preset = {}
    for node in form.iter("input"):
        kind = node.get("type", "text")
        is_on = kind not in {"checkbox", "radio"} or node.get("checked") is not None
        if node.get("name") and is_on and kind not in {"submit", "button", "file"}:
            preset[node.get("name")] = node.get("value", "on" if kind == "checkbox" else "")
    for node in form.iter("textarea"):
        preset[node.get("name")] = "".join(node.itertext())
    for node in form.iter("select"):
        chosen = [o for o in node.iter("option") if o.get("selected") is not None] or list(node.iter("option"))[:1]
        if chosen:
            preset[node.get("name")] = chosen[0].get("value", "")
    return preset
