# SPDX-License-Identifier: Apache-2.0
"""What a certificate is worth on a day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.certificates.domain.standing import (
    Answer,
    CertificateFacts,
    Event,
    EventKind,
    RenewalWindow,
    answer_of,
    later_events,
)

COMPLETED, LAST = date(2026, 7, 10), date(2029, 7, 9)
ANNIVERSARY, OPENS = date(2029, 7, 10), date(2029, 1, 9)
FACTS = CertificateFacts(COMPLETED, LAST, ANNIVERSARY, OPENS)
MIDDLE = date(2028, 1, 1)


def event(kind, on, *, recorded=None, successor=None):
    return Event(kind, on, recorded or datetime.combine(on, datetime.min.time(), UTC), successor)


def with_events(*events):
    return replace(FACTS, events=events)


@pytest.mark.parametrize(
    ("on", "answer", "since", "days_left"),
    [
        (COMPLETED - timedelta(days=1), Answer.NOT_YET, COMPLETED, None),
        (COMPLETED, Answer.IN_FORCE, COMPLETED, 1095),
        (OPENS - timedelta(days=1), Answer.IN_FORCE, COMPLETED, 182),
        (OPENS, Answer.RENEWAL_DUE, OPENS, 181),
        (LAST, Answer.RENEWAL_DUE, OPENS, 0),
        (LAST + timedelta(days=1), Answer.EXPIRED, ANNIVERSARY, None),
        (date(2040, 1, 1), Answer.EXPIRED, ANNIVERSARY, None),
    ],
)
def test_the_dates_decide_where_nothing_happened(on, answer, since, days_left):
    standing = answer_of(FACTS, on)
    assert (standing.answer, standing.since, standing.days_left) == (answer, since, days_left)


@pytest.mark.parametrize(
    ("facts", "on", "is_anniversary"),
    [
        (FACTS, ANNIVERSARY, True),
        (FACTS, ANNIVERSARY + timedelta(days=1), False),
        (FACTS, LAST, False),
        # Completed on 29 February: the anniversary is 1 March, the last day 28 February.
        (CertificateFacts(date(2024, 2, 29), date(2027, 2, 28), date(2027, 3, 1), OPENS), date(2027, 3, 1), True),
        # By the policy "anniversary" that day is still inside.
        (CertificateFacts(COMPLETED, ANNIVERSARY, ANNIVERSARY, OPENS), ANNIVERSARY, False),
    ],
)
def test_the_anniversary_day_is_marked_where_the_authority_may_count_it_in(facts, on, is_anniversary):
    assert answer_of(facts, on).is_anniversary is is_anniversary


def test_29_february_counts_through_28_february():
    facts = CertificateFacts(date(2024, 2, 29), date(2027, 2, 28), date(2027, 3, 1), date(2026, 8, 28))
    assert answer_of(facts, date(2027, 2, 28)).is_good
    assert answer_of(facts, date(2027, 3, 1)).answer is Answer.EXPIRED


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        (EventKind.REVOKED, Answer.REVOKED),
        (EventKind.REPLACED, Answer.REPLACED),
        (EventKind.SUSPENDED, Answer.SUSPENDED),
    ],
)
@pytest.mark.parametrize("on", [MIDDLE, OPENS, LAST + timedelta(days=400)])
def test_an_event_outranks_the_dates(kind, answer, on):
    standing = answer_of(with_events(event(kind, MIDDLE)), on)
    assert (standing.answer, standing.since, standing.is_good) == (answer, MIDDLE, False)


@pytest.mark.parametrize(
    ("events", "answer"),
    [
        ([EventKind.SUSPENDED, EventKind.REINSTATED], Answer.IN_FORCE),
        ([EventKind.SUSPENDED, EventKind.REINSTATED, EventKind.SUSPENDED], Answer.SUSPENDED),
        ([EventKind.SUSPENDED, EventKind.REVOKED, EventKind.REINSTATED], Answer.REVOKED),
        ([EventKind.REPLACED, EventKind.REVOKED], Answer.REVOKED),
        ([EventKind.REVOKED, EventKind.REPLACED], Answer.REVOKED),
        ([EventKind.SUSPENDED, EventKind.REPLACED], Answer.REPLACED),
        ([EventKind.ISSUED], Answer.IN_FORCE),
        ([EventKind.REINSTATED], Answer.IN_FORCE),
    ],
)
def test_events_are_weighed_in_their_order_and_the_gravest_stands(events, answer):
    happened = [event(kind, MIDDLE - timedelta(days=10 - place)) for place, kind in enumerate(events)]
    assert answer_of(with_events(*happened), MIDDLE).answer is answer


def test_events_of_one_day_count_in_the_order_they_were_recorded():
    first, second = datetime(2028, 1, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, 2, tzinfo=UTC)
    suspended = event(EventKind.SUSPENDED, MIDDLE, recorded=first)
    reinstated = event(EventKind.REINSTATED, MIDDLE, recorded=second)
    assert answer_of(with_events(reinstated, suspended), MIDDLE).answer is Answer.IN_FORCE


def test_a_later_revocation_stands_beside_the_answer_for_an_earlier_day():
    revoked = event(EventKind.REVOKED, MIDDLE)
    standing = answer_of(with_events(revoked), MIDDLE - timedelta(days=1))
    assert (standing.answer, standing.later) == (Answer.IN_FORCE, (revoked,))


def test_a_suspension_that_was_lifted_is_not_shown_beside_an_earlier_day():
    lifted = (event(EventKind.SUSPENDED, MIDDLE), event(EventKind.REINSTATED, MIDDLE + timedelta(days=1)))
    assert later_events(with_events(*lifted), COMPLETED) == ()


def test_a_revocation_after_a_suspension_is_shown_beside_the_suspension():
    revoked = event(EventKind.REVOKED, MIDDLE + timedelta(days=30))
    standing = answer_of(with_events(event(EventKind.SUSPENDED, MIDDLE), revoked), MIDDLE)
    assert (standing.answer, standing.later) == (Answer.SUSPENDED, (revoked,))


def test_a_replaced_certificate_names_its_successor():
    standing = answer_of(with_events(event(EventKind.REPLACED, MIDDLE, successor="ZZZZZZZZZZZZZZZZ")), MIDDLE)
    assert standing.successor == "ZZZZZZZZZZZZZZZZ"


@pytest.mark.parametrize("on", [COMPLETED - timedelta(days=1), COMPLETED, LAST + timedelta(days=1)])
def test_a_sample_is_never_more_than_a_sample(on):
    facts = replace(FACTS, is_sample=True, events=(event(EventKind.REVOKED, COMPLETED),))
    assert answer_of(facts, on).answer is Answer.SAMPLE


def test_what_is_no_longer_kept_is_not_judged():
    assert answer_of(replace(FACTS, is_kept=False), MIDDLE).answer is Answer.NO_LONGER_KEPT


@pytest.mark.parametrize(
    ("window", "last", "opens"),
    [
        (RenewalWindow(months=6), LAST, OPENS),
        (RenewalWindow(days=180), LAST, date(2029, 1, 10)),
        (RenewalWindow(months=6), date(2029, 8, 31), date(2029, 2, 28)),
        (RenewalWindow(), LAST, LAST),
    ],
)
def test_the_renewal_window_opens_before_the_last_day(window, last, opens):
    assert window.opens_on(last) == opens


def test_a_window_longer_than_the_period_opens_with_the_completion():
    facts = replace(FACTS, renewal_opens_on=date(2020, 1, 1))
    assert answer_of(facts, COMPLETED).since == COMPLETED


KINDS = st.sampled_from(EventKind)
HISTORIES = st.lists(
    st.tuples(KINDS, st.integers(-30, 1300)).map(lambda found: event(found[0], COMPLETED + timedelta(days=found[1]))),
    max_size=6,
)


@given(HISTORIES, st.integers(-40, 1400))
def test_a_good_answer_needs_a_day_inside_the_period_and_nothing_against_it(history, day):
    on = COMPLETED + timedelta(days=day)
    standing = answer_of(with_events(*history), on)
    known = [found for found in history if found.effective_on <= on]
    if standing.is_good:
        assert COMPLETED <= on <= LAST
        assert not {EventKind.REVOKED, EventKind.REPLACED} & {found.kind for found in known}
    if any(found.kind is EventKind.REVOKED for found in known):
        assert standing.answer is Answer.REVOKED


@given(HISTORIES, st.integers(-40, 1400), st.randoms(use_true_random=False))
def test_the_order_in_which_events_are_handed_over_does_not_matter_on_different_days(history, day, shuffler):
    by_day = list({found.effective_on: found for found in history}.values())
    shuffled = list(by_day)
    shuffler.shuffle(shuffled)
    on = COMPLETED + timedelta(days=day)
    assert answer_of(with_events(*shuffled), on) == answer_of(with_events(*by_day), on)
