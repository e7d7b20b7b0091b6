# SPDX-License-Identifier: Apache-2.0
"""Keeping what was typed: at whose place, for how long, unreadable to others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from lms.db import db, reading, transaction
from lms.drafts import queries, services
from lms.drafts.models import Draft
from lms.drafts.sealing import place_of

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
SECRET = "k" * 40
WORDS = ("browser", "person", "form", "{}", "key")
TYPED = {"typed": [["register", "𠮷田 花子"]]}


def keep(place, contents, at=AT) -> None:
    with transaction():
        services.keep(place.digest, place.seal(contents), at=at)


def found(place, at=AT):
    with reading():
        return queries.sealed(place.digest, at=at)


def count() -> int:
    with reading():
        return db.session.scalar(select(func.count()).select_from(Draft))


def test_what_was_kept_is_found_again_and_nobody_else_can_read_it(context):
    place = place_of(SECRET, *WORDS)
    keep(place, TYPED)
    sealed = found(place)
    assert "花子" not in sealed
    assert place.opened(sealed) == TYPED


@pytest.mark.parametrize("position", range(len(WORDS)))
def test_another_browser_person_form_address_or_key_is_another_place(position):
    others = [word if index != position else "other" for index, word in enumerate(WORDS)]
    mine, other = place_of(SECRET, *WORDS), place_of(SECRET, *others)
    assert mine.digest != other.digest
    assert other.opened(mine.seal(TYPED)) is None


@pytest.mark.parametrize("text", ["", "x", "gAAAAABk" + "A" * 100])
def test_what_nobody_sealed_is_nothing(text):
    assert place_of(SECRET, *WORDS).opened(text) is None


def test_the_place_says_nothing_of_its_key():
    place = place_of(SECRET, *WORDS)
    assert place.key.decode() not in repr(place)


def test_the_newest_takes_the_place_of_the_one_before(context):
    place = place_of(SECRET, *WORDS)
    keep(place, TYPED)
    keep(place, {"leads_to": "/"})
    assert place.opened(found(place)) == {"leads_to": "/"}
    assert count() == 1


def test_a_draft_lives_for_half_a_day_and_is_then_swept(context):
    place = place_of(SECRET, *WORDS)
    keep(place, TYPED)
    assert found(place, at=AT + timedelta(hours=11, minutes=59)) is not None
    assert found(place, at=AT + timedelta(hours=12)) is None
    with transaction():
        services.sweep(at=AT + timedelta(hours=11))
    assert count() == 1
    with transaction():
        services.sweep(at=AT + timedelta(hours=12))
    assert count() == 0
