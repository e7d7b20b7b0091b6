# SPDX-License-Identifier: Apache-2.0
"""Study time in the database: seats, stretches, two tabs."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.access.identity import SITE
from lms.audit import queries as audit
from lms.courses import queries, services
from lms.courses.domain.timing import State
from lms.courses.models import StudySitting
from lms.courses.services import Seen
from lms.db import db, transaction
from lms.errors import Conflict
from tests.factories.courses import (
    AT,
    beat,
    make_edition,
    make_enrolment,
    make_package,
    sit_down,
    study,
    study_all,
    with_video,
)
from tests.factories.rules import law_text

pytestmark = pytest.mark.usefixtures("context")


def after(seconds: float):
    return AT + timedelta(seconds=seconds)


def test_a_beat_is_credited_to_page_and_subject():
    enrolment = make_enrolment()
    ticket = sit_down(enrolment).ticket
    heard = beat(enrolment, ticket, after(15))
    assert (heard.state, heard.page_seconds, heard.item_seconds) == (State.COUNTING, 15, 15)
    assert queries.progress_of(enrolment).item("studying").credited_seconds == 15
    assert queries.credited_by_page(enrolment) == {"studying-1": 15}


def test_continuous_study_is_one_stretch():
    enrolment = make_enrolment()
    study(enrolment, "studying-1", 60)
    (stretch,) = queries.credits_of(enrolment)
    assert (stretch.seconds, stretch.from_moment, stretch.until_moment) == (60, AT, after(60))
    assert (stretch.source, stretch.legal_item, stretch.recorded_by) == ("page", "studying", None)


def test_a_hole_begins_a_new_stretch():
    enrolment = make_enrolment()
    ticket = sit_down(enrolment).ticket
    for seconds in (15, 30, 500, 515):
        beat(enrolment, ticket, after(seconds))
    assert [(one.seconds, one.from_moment, one.until_moment) for one in queries.credits_of(enrolment)] == [
        (30, AT, after(30)),
        (15, after(500), after(515)),
    ]


def test_a_hidden_page_earns_nothing_and_ends_the_stretch():
    enrolment = make_enrolment()
    ticket = sit_down(enrolment).ticket
    beat(enrolment, ticket, after(10))
    beat(enrolment, ticket, after(30), visible=False)
    beat(enrolment, ticket, after(40))
    assert [one.seconds for one in queries.credits_of(enrolment)] == [10, 10]


def test_a_page_earns_its_minutes_and_no_more_however_often_it_is_opened():
    enrolment = make_enrolment()
    study(enrolment, "studying-1", 60)
    again = sit_down(enrolment, at=after(100))
    heard = beat(enrolment, again.ticket, after(130))
    assert (again.state, heard.state, heard.page_seconds) == (State.FULL, State.FULL, 60)
    assert queries.credited_by_page(enrolment) == {"studying-1": 60}


def test_a_page_can_be_studied_in_parts():
    enrolment = make_enrolment()
    study(enrolment, "studying-1", 20)
    study(enrolment, "studying-1", 20, at=after(1000))
    assert queries.credited_by_page(enrolment) == {"studying-1": 40}


def test_a_film_is_recorded_as_such():
    enrolment = make_enrolment(make_edition(with_video(make_package())))
    study(enrolment, "studying-1", 15)
    assert [one.source for one in queries.credits_of(enrolment)] == ["video"]


def test_the_next_subject_opens_when_this_one_has_its_minutes():
    enrolment = make_enrolment()
    with pytest.raises(Conflict, match="subject-not-open"):
        sit_down(enrolment, "testing-1")
    end = study(enrolment, "studying-1", 60)
    end = study(enrolment, "studying-2", 60, at=end)
    assert sit_down(enrolment, "testing-1", at=end).state is State.COUNTING


def test_pages_within_a_subject_are_free():
    assert sit_down(make_enrolment(), "studying-2").state is State.COUNTING


def test_the_page_is_told_when_the_subject_and_when_the_course_have_their_hours():
    enrolment = make_enrolment()
    end = study(enrolment, "studying-1", 60)
    ticket = sit_down(enrolment, "studying-2", at=end).ticket
    almost = beat(enrolment, ticket, end + timedelta(seconds=59), page="studying-2")
    full = beat(enrolment, ticket, end + timedelta(seconds=60), page="studying-2")
    assert (almost.is_item_complete, full.is_item_complete, full.is_test_open) == (False, True, False)
    end = study(enrolment, "testing-1", 110, at=end + timedelta(seconds=60))
    ticket = sit_down(enrolment, "testing-1", at=end).ticket
    assert beat(enrolment, ticket, end + timedelta(seconds=10), page="testing-1").is_test_open


def test_study_of_everything_completes_the_hours():
    enrolment = make_enrolment()
    study_all(enrolment)
    assert queries.progress_of(enrolment).is_complete


# --- still reading? ---

# The demonstration rules ask on a page of one minute after 45 quiet seconds and wait for three minutes.
LONG_PAGES = {"studying": (20,), "testing": (2,)}


def quiet(enrolment, ticket, *, since: int, until: int):
    for seconds in range(since + 15, until + 1, 15):
        heard = beat(enrolment, ticket, after(seconds), sign=False)
    return heard


def test_a_quiet_page_asks_and_an_answer_credits_what_was_collected():
    enrolment = make_enrolment(make_edition(minutes=LONG_PAGES))
    ticket = sit_down(enrolment).ticket
    assert quiet(enrolment, ticket, since=0, until=300).state is State.COUNTING
    asked = quiet(enrolment, ticket, since=300, until=390)
    assert (asked.state, asked.page_seconds) == (State.ASKING, 300)
    assert beat(enrolment, ticket, after(400)).page_seconds == 400
    (stretch,) = queries.credits_of(enrolment)
    assert (stretch.seconds, stretch.until_moment) == (400, after(400))


def test_without_an_answer_counting_stops_until_the_next_sign():
    enrolment = make_enrolment(make_edition(minutes=LONG_PAGES))
    ticket = sit_down(enrolment).ticket
    assert quiet(enrolment, ticket, since=0, until=900).state is State.PAUSED
    assert beat(enrolment, ticket, after(910)).page_seconds == 300
    assert beat(enrolment, ticket, after(925)).page_seconds == 315
    assert [one.seconds for one in queries.credits_of(enrolment)] == [300, 15]


def test_how_long_a_page_may_be_quiet_is_data():
    impatient = law_text(("at_most_seconds: 300", "at_most_seconds: 60"))
    enrolment = make_enrolment(make_edition(rules=impatient, minutes=LONG_PAGES))
    ticket = sit_down(enrolment).ticket
    assert quiet(enrolment, ticket, since=0, until=75).state is State.ASKING


# --- one page at a time ---


def test_the_page_opened_last_is_the_one_that_counts():
    enrolment = make_enrolment()
    first = sit_down(enrolment).ticket
    second = sit_down(enrolment, at=after(5)).ticket
    with pytest.raises(Conflict, match="study-elsewhere"):
        beat(enrolment, first, after(15))
    assert beat(enrolment, second, after(15)).page_seconds == 10


def test_continuing_here_takes_the_counting_back():
    enrolment = make_enrolment()
    first = sit_down(enrolment).ticket
    sit_down(enrolment, "studying-2", at=after(5))
    again = sit_down(enrolment, at=after(20)).ticket
    assert again != first
    assert beat(enrolment, again, after(35)).page_seconds == 15


def test_two_courses_of_one_person_do_not_count_at_once():
    one = make_enrolment()
    other = make_enrolment(person=one.person)
    ticket = sit_down(one).ticket
    sit_down(other)
    with pytest.raises(Conflict, match="study-elsewhere"):
        beat(one, ticket, after(15))


def test_two_people_count_side_by_side():
    one = make_enrolment()
    other = make_enrolment(one.edition)
    tickets = [sit_down(one).ticket, sit_down(other).ticket]
    assert [beat(who, ticket, after(15)).page_seconds for who, ticket in zip((one, other), tickets, strict=True)] == [
        15,
        15,
    ]


def test_a_ticket_is_good_for_its_page_only():
    enrolment = make_enrolment()
    ticket = sit_down(enrolment).ticket
    with pytest.raises(Conflict, match="study-elsewhere"):
        beat(enrolment, ticket, after(15), page="studying-2")


def test_a_beat_without_a_seat_is_refused():
    with pytest.raises(Conflict, match="study-elsewhere"):
        beat(make_enrolment(), "0123456789abcdef", AT)


def test_taking_over_from_a_living_page_is_recorded_going_on_in_the_same_tab_is_not():
    enrolment = make_enrolment()
    ticket = sit_down(enrolment).ticket
    sit_down(enrolment, "studying-2", at=after(10), ticket=ticket)
    assert not [record for record in audit.about(enrolment.person.key) if record.tag == "courses:study:taken-over"]
    sit_down(enrolment, "studying-1", at=after(20))
    taken = [record for record in audit.about(enrolment.person.key) if record.tag == "courses:study:taken-over"]
    assert [record.details["page"] for record in taken] == ["studying-1"]


def test_opening_a_page_the_next_day_takes_nothing_over():
    enrolment = make_enrolment()
    sit_down(enrolment)
    sit_down(enrolment, at=after(86_400))
    assert not [record for record in audit.about(enrolment.person.key) if record.tag == "courses:study:taken-over"]


def test_an_enrolment_that_has_ended_earns_nothing():
    enrolment = make_enrolment()
    ticket = sit_down(enrolment).ticket
    with transaction():
        services.close_failed(enrolment, by=SITE, at=after(10))
    with pytest.raises(Conflict, match="enrolment-closed"):
        beat(enrolment, ticket, after(15))
    with pytest.raises(Conflict, match="enrolment-closed"):
        sit_down(enrolment, at=after(20))
    assert queries.credits_of(enrolment) == []


# --- the place ---


def test_the_place_is_kept_with_each_beat():
    enrolment = make_enrolment()
    assert queries.place_of(enrolment) is None
    ticket = sit_down(enrolment).ticket
    beat(enrolment, ticket, after(15), seen=Seen(block=7, video_seconds=42))
    place = queries.place_of(enrolment)
    assert (place.page_key, place.block, place.video_seconds, place.at) == ("studying-1", 7, 42, after(15))


def test_opening_another_page_moves_the_place_there():
    enrolment = make_enrolment()
    ticket = sit_down(enrolment).ticket
    beat(enrolment, ticket, after(15), seen=Seen(block=7))
    sit_down(enrolment, "studying-2", at=after(20))
    place = queries.place_of(enrolment)
    assert (place.page_key, place.block) == ("studying-2", 0)


def test_one_row_says_where_a_person_studies():
    enrolment = make_enrolment()
    for page in ("studying-1", "studying-2", "studying-1"):
        sit_down(enrolment, page)
    assert len(db.session.scalars(select(StudySitting)).all()) == 1
