# SPDX-License-Identifier: Apache-2.0
"""What a request for a new password is worth."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.accounts.domain.waiting import LIFETIME, WAIT, Request, ResetState, state_of

ASKED = datetime(2026, 7, 10, 3, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def request(*, ended=False, released=False, fits_somebody=True, may_open_alone=True) -> Request:
    return Request(ASKED, ended, released, fits_somebody, may_open_alone)


@pytest.mark.parametrize(
    ("after", "facts", "state"),
    [
        (SECOND, {}, ResetState.WAITING),
        (WAIT - SECOND, {}, ResetState.WAITING),
        (WAIT, {}, ResetState.OPEN),
        (LIFETIME - SECOND, {}, ResetState.OPEN),
        (LIFETIME, {}, ResetState.CLOSED),
        (SECOND, {"released": True}, ResetState.OPEN),
        (LIFETIME, {"released": True}, ResetState.CLOSED),
        (WAIT - SECOND, {"may_open_alone": False}, ResetState.WAITING),
        (WAIT, {"may_open_alone": False}, ResetState.CLOSED),
        (WAIT, {"may_open_alone": False, "released": True}, ResetState.OPEN),
        (WAIT, {"ended": True}, ResetState.CLOSED),
        (SECOND, {"ended": True, "released": True}, ResetState.WAITING),
        (SECOND, {"fits_somebody": False}, ResetState.WAITING),
        (WAIT, {"fits_somebody": False}, ResetState.CLOSED),
    ],
)
def test_states(after, facts, state):
    assert state_of(request(**facts), at=ASKED + after) is state


FACTS = st.fixed_dictionaries({name: st.booleans() for name in ("ended", "released", "may_open_alone")})
AFTER = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=10))


@given(FACTS, AFTER)
def test_one_that_fits_nobody_never_opens_and_looks_like_one_that_needs_an_officer(facts, after):
    nobody = state_of(request(**facts, fits_somebody=False), at=ASKED + after)
    somebody = state_of(request(may_open_alone=False), at=ASKED + after)
    assert nobody is somebody
    assert nobody is not ResetState.OPEN


@given(FACTS, AFTER)
def test_nothing_opens_before_its_time_but_what_was_released(facts, after):
    if state_of(request(**facts), at=ASKED + after) is ResetState.OPEN:
        assert not facts["ended"]
        assert after < LIFETIME
        assert facts["released"] or (after >= WAIT and facts["may_open_alone"])
