# SPDX-License-Identifier: Apache-2.0
"""Finding people."""

from __future__ import annotations

from datetime import date

import pytest

from lms.access.identity import SITE
from lms.accounts import queries, services
from lms.accounts.domain.names import NameGiven
from lms.clock import now, today
from lms.db import reading, transaction
from tests.factories.accounts import make_account

PEOPLE = {
    "taro": NameGiven("山田 太郎", "ヤマダ タロウ", "YAMADA TARO"),
    "takahashi": NameGiven("髙橋 恵子", "タカハシ ケイコ", "TAKAHASHI KEIKO"),
    "nguyen": NameGiven(None, "グエン ヴァン アン", "NGUYỄN VĂN AN"),
    "percent": NameGiven("李 明", "リ ミン", "LI MING"),
}


@pytest.fixture
def people(context):
    return {
        key: make_account(name=name, birth_date=date(1970 + place, 4, 1))
        for place, (key, name) in enumerate(PEOPLE.items())
    }


def found(words="", birth_date=None, offset=0, limit=20):
    with reading():
        rows = queries.found_people(words=words, birth_date=birth_date, offset=offset, limit=limit)
    return [row.latin for row in rows]


@pytest.mark.parametrize(
    ("words", "latin"),
    [
        ("山田", "YAMADA TARO"),
        ("山田太郎", "YAMADA TARO"),
        ("ヤマダ", "YAMADA TARO"),
        ("ﾔﾏﾀﾞ", "YAMADA TARO"),
        ("やまだ たろう", "YAMADA TARO"),
        ("yamada", "YAMADA TARO"),
        ("ＹＡＭＡＤＡ", "YAMADA TARO"),
        ("高橋", "TAKAHASHI KEIKO"),
        ("髙橋", "TAKAHASHI KEIKO"),
        ("nguyen van", "NGUYỄN VĂN AN"),
        ("グエンヴアン", "NGUYỄN VĂN AN"),
    ],
)
def test_a_person_is_found_by_the_beginning_of_any_writing(people, words, latin):
    assert found(words) == [latin]


@pytest.mark.parametrize("words", ["太郎", "タロウ", "TARO", "%", "_", "%田", "\\", "'; --", "\x00", "・・"])
def test_the_end_of_a_name_or_signs_without_a_letter_find_nobody(people, words):
    assert found(words) == []


def test_a_person_is_found_by_her_number_in_any_shape(people):
    number = people["taro"].person.learner_number
    assert found(f"{number[:4]}-{number[4:]}") == ["YAMADA TARO"]


def test_a_person_is_found_by_her_birth_date(people):
    assert found(birth_date=date(1971, 4, 1)) == ["TAKAHASHI KEIKO"]


def test_name_and_birth_date_must_both_fit(people):
    assert found("山田", date(1971, 4, 1)) == []


def test_a_person_is_found_by_a_former_name_and_shown_by_the_present_one(people):
    with transaction():
        services.correct_name(
            people["taro"].person,
            NameGiven("佐藤 太郎", "サトウ タロウ", "SATO TARO"),
            evidence="residence card",
            by=SITE,
            at=now(),
            on=today(),
        )
    assert found("山田") == found("佐藤") == ["SATO TARO"]


def test_people_are_listed_in_the_order_of_their_readings_and_page_by_page(context):
    for reading_of in ("ヤマダ ハ", "ヤマダ ア", "ヤマダ サ"):
        make_account(
            name=NameGiven(
                "山田", reading_of, f"YAMADA {reading_of[-1]}".replace("ハ", "H").replace("ア", "A").replace("サ", "S")
            )
        )
    assert found("山田", limit=2) == ["YAMADA A", "YAMADA S"]
    assert found("山田", offset=2, limit=2) == ["YAMADA H"]
