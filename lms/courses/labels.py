# SPDX-License-Identifier: Apache-2.0
"""Courses in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lms.courses.domain.contents import Chapter, PageState
from lms.courses.domain.offers import Asked, Duty
from lms.courses.domain.timing import State
from lms.i18n import _, bilingual, day, lazy, ngettext

PAGE_STATES: Mapping[PageState, Any] = {
    PageState.DONE: lazy("studied"),
    PageState.STARTED: lazy("begun"),
    PageState.OPEN: lazy("not begun"),
    PageState.LOCKED: lazy("opens later"),
}

STATES: Mapping[State, Any] = {
    State.COUNTING: lazy("Study time is counting"),
    State.ASKING: lazy("Waiting for your answer"),
    State.PAUSED: lazy("Study time has stopped"),
    State.FULL: lazy("This page has all its minutes"),
}

REFUSALS: Mapping[str, Any] = {
    "edition-label-taken": lazy(
        "The course %(course)s already has an edition %(label)s with other content. "
        "Give the changed content a label of its own."
    ),
    "course-of-another-type": lazy(
        "The course %(course)s exists already and belongs to another scheme or course type."
    ),
    "names-missing": lazy(
        "Please enter your names and your birth date before you enrol: the certificate will bear them."
    ),
    "course-not-on-demand": lazy("The rules do not allow this course to be taken on demand."),
    "credit-not-understood": lazy("This time cannot be credited: the page is not of this course, or there is no time."),
    "role-not-of-this-course": lazy("This course is not for the role you chose. Please choose another one."),
    "page-unknown": lazy("This course has no such page."),
    "enrolment-closed": lazy(
        "This course has ended for you. You may still read its pages; study time is no longer counted."
    ),
    "hours-incomplete": lazy("Some subjects do not have their minutes yet."),
    "subject-not-open": lazy("This subject opens when the subjects before it have their minutes."),
    "study-elsewhere": lazy(
        "You opened another page after this one, so study time is counted there. Only one page counts at a time."
    ),
}


def duration(minutes: int) -> str:
    """A span of time in hours and minutes, as the component of the same name writes it."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min", minutes=rest)
    if not rest:
        return _("%(hours)s h", hours=hours)
    return _("%(hours)s h %(minutes)s min", hours=hours, minutes=rest)


def done_of(done_seconds: int, needed_seconds: int) -> str:
    """How much of a span is done, in whole minutes."""
    done = min(done_seconds, needed_seconds) // 60
    return _("%(done)s of %(required)s", done=duration(done), required=duration(needed_seconds // 60))


def waits_for(chapter: Chapter) -> str:
    """Why a module is not open yet."""
    if chapter.waits_for is None:
        return ""
    return _(
        "“%(title)s” opens when “%(before)s” has its minutes (%(done)s).",
        title=bilingual(chapter.module.title),
        before=bilingual(chapter.waits_for.name),
        done=done_of(chapter.waits_for.credited_seconds, chapter.waits_for.needed_seconds),
    )


def seconds(count: int) -> str:
    """A short span, in minutes where it comes out even."""
    if count % 60:
        return _("%(seconds)s seconds", seconds=count)
    return ngettext("%(num)s minute", "%(num)s minutes", count // 60)


def since(duty: Duty) -> str:
    """From which day something is asked."""
    return "" if duty.span.start is None else _("since %(day)s", day=day(duty.span.start))


def look_back(asked: Asked | Duty) -> str:
    """How recent a completion must be, and until when this is so."""
    words = ngettext(
        "Completed within the past %(num)s year", "Completed within the past %(num)s years", asked.look_back_years
    )
    last_day = asked.span.last_day
    if last_day is None:
        return words
    return _("%(rule)s (this rule applies through %(day)s)", rule=words, day=day(last_day))
