# SPDX-License-Identifier: Apache-2.0
"""Values that travel through a page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.accounts.adapters import sealing

AT = datetime(2026, 7, 10, 3, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
KEY = "k" * 40


def opened(text, at=AT, key=KEY):
    return sealing.opened(text, secret_key=key, lifetime=HOUR, at=at)


@given(st.dictionaries(st.text(max_size=10), st.text(max_size=50), max_size=3))
def test_what_was_sealed_is_read_back(values):
    assert opened(sealing.seal(values, secret_key=KEY, at=AT)) == values


@pytest.mark.parametrize(
    ("age", "readable"), [(HOUR, True), (HOUR + timedelta(seconds=1), False), (-timedelta(minutes=10), False)]
)
def test_a_seal_lasts_its_time_and_comes_from_no_future(age, readable):
    assert (opened(sealing.seal({"a": "b"}, secret_key=KEY, at=AT), AT + age) is not None) is readable


def test_a_seal_of_another_site_is_none():
    assert opened(sealing.seal({"a": "b"}, secret_key="x" * 40, at=AT)) is None


def test_a_seal_shows_nothing():
    assert "secret" not in sealing.seal({"a": "secret"}, secret_key=KEY, at=AT)


@given(st.text(max_size=200))
def test_what_was_never_sealed_is_none(text):
    assert opened(text) is None


def test_one_changed_sign_breaks_a_seal():
    seal = sealing.seal({"a": "b"}, secret_key=KEY, at=AT)
    for place in range(0, len(seal) - 1, 7):
        changed = seal[:place] + ("A" if seal[place] != "A" else "B") + seal[place + 1 :]
        assert opened(changed) is None
