# SPDX-License-Identifier: Apache-2.0
"""What the public page says of a snapshot."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.certificates.domain.printed import public_facts, renewal_costs, shows_facts
from lms.certificates.domain.snapshot import to_json
from lms.certificates.domain.standing import Answer
from tests.factories.snapshots import make_sample, make_snapshot


def test_the_birth_date_is_told_as_its_year():
    holder = public_facts(to_json(make_snapshot()))["holder"]
    assert holder == {"name": "山田　花子", "kana": "ヤマダ　ハナコ", "latin": "YAMADA Hanako", "birth_year": 1980}


def test_the_minutes_are_added_up():
    assert public_facts(to_json(make_snapshot()))["minutes"] == 360


def test_a_sample_says_what_it_is():
    facts = public_facts(to_json(make_sample()))
    assert (facts["kind"], facts["number"]) == ("sample", None)


def test_no_issuer_is_on_a_list_as_long_as_there_is_none():
    assert public_facts(to_json(make_snapshot()))["issuer"]["listed"] is False


@pytest.mark.parametrize("answer", list(Answer))
def test_facts_go_with_every_answer_about_something_that_is_kept(answer):
    assert shows_facts(answer) is (answer not in {Answer.UNKNOWN, Answer.NO_LONGER_KEPT})


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(-2000, 2000))
def test_renewing_costs_the_days_until_the_last_and_never_less_than_none(last, early):
    assert renewal_costs(last, renewed_on=last - timedelta(days=early)) == max(early, 0)
