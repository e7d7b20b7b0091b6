# SPDX-License-Identifier: Apache-2.0
"""Editions, enrolments and study time. Call these inside an application context; they commit what they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from lms.access.identity import SITE, Identity
from lms.accounts.models import Person
from lms.courses import queries, services
from lms.courses.domain.manifest import CourseManifest, Module, PageManifest, PracticeManifest, Source, Video
from lms.courses.domain.practice import Choice, Exercise
from lms.courses.domain.timing import BEAT_SECONDS, Beat
from lms.courses.models import Completion, Edition, Enrolment
from lms.courses.services import Heard, Seen
from lms.db import transaction
from lms.rules.domain.facts import Bilingual
from tests.factories.accounts import make_account
from tests.factories.rules import DEMONSTRATION_TEXT, make_rule_set

AT = datetime(2026, 7, 10, 3, 0, tzinfo=UTC)
"""Noon in Tokyo."""
MINUTES: Mapping[str, Sequence[int]] = {"studying": (1, 1), "testing": (2,)}
"""Pages of each subject by their minutes; the demonstration rules demand two minutes of each."""
_numbers = count(1)


@dataclass(frozen=True)
class RenderedPage:
    """A page as publication wants it."""

    id: str
    html: Bilingual
    transcript: Bilingual | None = None


@dataclass(frozen=True)
class StoredAsset:
    """A file as publication wants it."""

    path: str
    digest: str
    media_type: str = "image/svg+xml"


@dataclass(frozen=True)
class Package:
    """A checked package as publication wants it."""

    manifest: CourseManifest
    digest: str
    ruleset: str
    pages: Sequence[RenderedPage] = field(default_factory=tuple)
    assets: Sequence[StoredAsset] = field(default_factory=tuple)
    exercises: Mapping[str, Sequence[Exercise]] = field(default_factory=dict)


def both(text: str) -> Bilingual:
    """The same words in both languages, told apart."""
    return Bilingual(f"{text}（日）", f"{text} (en)")


def make_package(
    rules: str = DEMONSTRATION_TEXT,
    *,
    course: str | None = None,
    minutes: Mapping[str, Sequence[int]] = MINUTES,
    digest: str | None = None,
    **over: Any,
) -> Package:
    """A tiny course: its pages are called studying-1, studying-2, testing-1."""
    number = next(_numbers)
    manifest = replace(_manifest(course or f"course-{number}", minutes), **over)
    html = {page.id: both(f'<p id="{page.id}">About {page.id}</p>') for _, page in manifest.pages()}
    return Package(
        manifest=manifest,
        digest=digest or f"{number:064x}",
        ruleset=make_rule_set(rules).digest,
        pages=[RenderedPage(key, text) for key, text in html.items()],
    )


def _manifest(course: str, minutes: Mapping[str, Sequence[int]]) -> CourseManifest:
    return CourseManifest(
        format=1,
        course=course,
        edition="2026-1",
        course_type="ST",
        scheme="demonstration",
        title=both("Short tour"),
        summary=both("What it is"),
        audience=both("Anyone"),
        needs=both("A telephone"),
        modules=tuple(
            Module(
                id=f"{item}-module",
                legal_item=item,
                title=both(f"Module {item}"),
                pages=tuple(_page(f"{item}-{place}", length) for place, length in enumerate(lengths, start=1)),
                questions=f"quiz/{item}.yaml",
            )
            for item, lengths in minutes.items()
        ),
    )


def _page(key: str, minutes: int) -> PageManifest:
    sources = (Source(both("Rules, Art. 1"), confirmed=True), Source(both("Rules, Art. 2"), confirmed=False))
    return PageManifest(key, f"modules/{key}", both(f"Page {key}"), minutes, sources)


def with_video(package: Package) -> Package:
    """The package with a film on its first page."""
    manifest = package.manifest
    module = manifest.modules[0]
    video = Video("assets/film.mp4", Bilingual("assets/film.ja.vtt", "assets/film.en.vtt"), both("transcript"))
    first = replace(module.pages[0], video=video)
    modules = (replace(module, pages=(first, *module.pages[1:])), *manifest.modules[1:])
    pages = [replace(page, transcript=both("<p>said</p>") if page.id == first.id else None) for page in package.pages]
    return replace(package, manifest=replace(manifest, modules=modules), pages=pages)


EXERCISES = (
    Exercise(
        id="practice-01",
        page="studying-1",
        text=both("The door is open."),
        choices=(),
        answer="false",
        explanation=both("It is locked at six."),
        sources=(Source(both("Rules, Art. 1"), confirmed=True),),
    ),
    Exercise(
        id="practice-02",
        page="studying-1",
        text=both("What comes first?"),
        choices=(Choice("a", both("To call")), Choice("b", both("To wait"))),
        answer="a",
        explanation=both("Nobody comes who was not called."),
        sources=(Source(both("Rules, Art. 2"), confirmed=False),),
    ),
)


def with_practice(package: Package) -> Package:
    """The package with a practice of one minute at the end of its first module, which becomes longer by it."""
    manifest = package.manifest
    practice = PracticeManifest("practice", "quiz/practice.yaml", both("Practice"), 1)
    modules = (replace(manifest.modules[0], practice=practice), *manifest.modules[1:])
    return replace(package, manifest=replace(manifest, modules=modules), exercises={"practice": EXERCISES})


def make_edition(package: Package | None = None, *, at: datetime = AT, **over: Any) -> Edition:
    """A published edition; `over` as make_package."""
    made = package or make_package(**over)
    with transaction():
        return services.publish(made, by=SITE, at=at)


def identity_of(person: Person) -> Identity:
    """The person as the one who acts."""
    return Identity(person_key=person.key)


def make_enrolment(
    edition: Edition | None = None, person: Person | None = None, *, role: str | None = None, at: datetime = AT
) -> Enrolment:
    """An enrolment without any study time."""
    edition = edition or make_edition(at=at)
    person = person or make_account(at=at).person
    with transaction():
        return services.enrol(person, edition, role_asked=role, by=identity_of(person), at=at)


def sit_down(enrolment: Enrolment, page: str = "studying-1", *, at: datetime = AT, ticket: str = "") -> Heard:
    """Open a page for study, as its script does."""
    studied = _studied(enrolment, page)
    with transaction():
        return services.sit_down(studied, ticket=ticket, seen=Seen(), by=SITE, at=at)


def beat(
    enrolment: Enrolment,
    ticket: str,
    at: datetime,
    *,
    page: str = "studying-1",
    visible: bool = True,
    sign: bool = True,
    seen: Seen | None = None,
) -> Heard:
    """One beat of an open page."""
    studied = _studied(enrolment, page)
    with transaction():
        return services.hear(studied, ticket=ticket, beat=Beat(at, visible, sign), seen=seen or Seen())


def _studied(enrolment: Enrolment, page: str) -> queries.StudiedPage:
    studied = queries.studied_page(enrolment.key, page)
    assert studied is not None
    return studied


def study(enrolment: Enrolment, page: str, seconds: int, *, at: datetime = AT) -> datetime:
    """So many seconds on a page, beat by beat; the moment at which it ends."""
    ticket, end = sit_down(enrolment, page, at=at).ticket, at + timedelta(seconds=seconds)
    while at < end:
        at = min(at + timedelta(seconds=BEAT_SECONDS), end)
        beat(enrolment, ticket, at, page=page)
    return at


def study_all(enrolment: Enrolment, *, at: datetime = AT) -> datetime:
    """Every page for all its minutes; the moment at which the last one ends."""
    for page in queries.pages_of(enrolment.edition):
        at = study(enrolment, page.key, page.allowance_seconds, at=at)
    return at


def make_completion(enrolment: Enrolment | None = None, *, at: datetime = AT) -> Completion:
    """A completion, with all the study before it."""
    enrolment = enrolment or make_enrolment(at=at)
    end = study_all(enrolment, at=at)
    with transaction():
        return services.complete(
            enrolment,
            test_result={"score": 4, "out_of": 4},
            identity_level="password_and_birth_date",
            by=identity_of(enrolment.person),
            at=end,
            on=end.date(),
        )
