# SPDX-License-Identifier: Apache-2.0
"""What is too large is refused before anybody works on it."""

from __future__ import annotations

import pytest
from flask import Flask

from lms.web.limits import LARGEST_FORM_FIELDS, LARGEST_REQUEST
from tests.browser import Browser
from tests.web import probe


@pytest.fixture
def visitor(app: Flask) -> Browser:
    return Browser(probe.plug_in(app))


def token(visitor: Browser) -> str:
    return visitor.get("/probe/open").find("input", name="csrf_token")[0].get("value") or ""


def test_a_form_that_is_too_large_is_refused_with_a_page(visitor):
    data = {"csrf_token": token(visitor), "text": "x" * LARGEST_REQUEST}
    answer = visitor.client.post("/probe/open-act", data=data)
    assert answer.status_code == 413
    assert "<h1>" in answer.get_data(as_text=True)


def test_json_that_is_too_large_is_refused_in_json(visitor):
    answer = visitor.client.post(
        "/probe/json", json={"text": "x" * LARGEST_REQUEST}, headers={"X-CSRFToken": token(visitor)}
    )
    assert (answer.status_code, answer.json["error"]) == (413, "request-entity-too-large")


def test_a_file_that_is_too_large_is_refused(visitor):
    from io import BytesIO

    data = {"csrf_token": token(visitor), "file": (BytesIO(b"x" * (LARGEST_REQUEST + 1)), "a.bin")}
    assert visitor.client.post("/probe/open-act", data=data, content_type="multipart/form-data").status_code == 413


def test_a_form_of_thousands_of_fields_is_refused(visitor):
    from io import BytesIO

    data = {
        "csrf_token": token(visitor),
        "file": (BytesIO(b""), "a.bin"),
        **{f"f{n}": "x" for n in range(LARGEST_FORM_FIELDS)},
    }
    assert visitor.client.post("/probe/open-act", data=data, content_type="multipart/form-data").status_code == 413


def test_a_form_of_ordinary_size_is_taken(visitor):
    data = {"csrf_token": token(visitor), "text": "x" * 100_000}
    assert visitor.client.post("/probe/open-act", data=data).status_code == 303
