# SPDX-License-Identifier: Apache-2.0
"""Publishing: a checked package becomes an immutable edition."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from lms import audit
from lms.access.identity import Identity
from lms.audit import Tag
from lms.courses import queries
from lms.courses.domain.editions import Content, PageContent, addressed
from lms.courses.domain.manifest import CourseManifest, Module, PageManifest, PracticeManifest
from lms.courses.domain.practice import told_of
from lms.courses.models import Asset, Course, Edition, Page
from lms.db import db
from lms.errors import Conflict, NotFound
from lms.identifiers import new_key
from lms.rules.domain.facts import Bilingual
from lms.rules.domain.ruleset import CourseType
from lms.rules.queries import rule_set


def publish(content: Content, *, by: Identity, at: datetime) -> Edition:
    """Make an edition of a package; the same package again changes nothing and gives the edition that exists.

    The bytes of its files must already lie in the storage.
    Errors: Conflict for other content under a label that is taken, or a course of another kind; NotFound for rules
    that were never imported.
    """
    manifest = content.manifest
    known = queries.edition_by_label(manifest.course, manifest.edition)
    if known is not None:
        if known.content_hash != content.digest:
            raise Conflict("edition-label-taken", course=manifest.course, label=manifest.edition)
        return known
    course_type = rule_set(content.ruleset).course_type(manifest.course_type)
    if course_type is None:
        raise NotFound("course-type-unknown", course_type=manifest.course_type)
    edition = _edition(content, _course(manifest), course_type, at)
    _add_pages(edition, content)
    _add_assets(edition, content)
    audit.record(
        Tag.EDITION_PUBLISHED,
        by=by,
        about=edition,
        at=at,
        course=manifest.course,
        edition=manifest.edition,
        digest=content.digest,
    )
    return edition


def _course(manifest: CourseManifest) -> Course:
    course = db.session.scalar(select(Course).where(Course.key == manifest.course))
    if course is None:
        course = Course(key=manifest.course, scheme=manifest.scheme, course_type=manifest.course_type)
        db.session.add(course)
    elif (course.scheme, course.course_type) != (manifest.scheme, manifest.course_type):
        raise Conflict("course-of-another-type", course=manifest.course)
    return course


def _edition(content: Content, course: Course, course_type: CourseType, at: datetime) -> Edition:
    manifest = content.manifest
    edition = Edition(
        key=new_key(),
        course=course,
        label=manifest.edition,
        content_hash=content.digest,
        rule_set_digest=content.ruleset,
        title=dict(manifest.title),
        manifest=_told(manifest, course_type),
        imported_at=at,
        published_at=at,
    )
    db.session.add(edition)
    return edition


def _told(manifest: CourseManifest, course_type: CourseType) -> dict[str, Any]:
    """What the edition says of itself, and the minutes it owes, subjects in the order of study."""
    order = list(dict.fromkeys(module.legal_item for module in manifest.modules))
    items = {item.id: item for item in course_type.legal_items}
    return {
        "summary": dict(manifest.summary),
        "audience": dict(manifest.audience),
        "needs": dict(manifest.needs),
        "modules": [
            {
                "id": module.id,
                "legal_item": module.legal_item,
                "title": dict(module.title),
                "pages": list(module.page_ids),
            }
            for module in manifest.modules
        ],
        "needed": [
            {"id": item, "name": dict(items[item].name.value), "minutes": items[item].minutes.value} for item in order
        ],
    }


def _add_pages(edition: Edition, content: Content) -> None:
    texts = {page.id: page for page in content.pages}
    for module in content.manifest.modules:
        edition.pages += [_page(edition, module, page, texts[page.id]) for page in module.pages]
        if module.practice is not None:
            edition.pages.append(_practice(module, module.practice, content))
    for position, page in enumerate(edition.pages, start=1):
        page.position = position


def _page(edition: Edition, module: Module, page: PageManifest, text: PageContent) -> Page:
    return Page(
        key=page.id,
        module=module.id,
        legal_item=module.legal_item,
        allowance_seconds=page.minutes * 60,
        title=dict(page.title),
        html_ja=addressed(text.html.ja, edition.key),
        html_en=addressed(text.html.en, edition.key),
        details=_details(page, text.transcript, edition.key),
    )


def _practice(module: Module, practice: PracticeManifest, content: Content) -> Page:
    """The practice of a module: a page that earns its minutes like every other, with exercises for a text."""
    return Page(
        key=practice.id,
        module=module.id,
        legal_item=module.legal_item,
        allowance_seconds=practice.minutes * 60,
        title=dict(practice.title),
        html_ja="",
        html_en="",
        details={"sources": [], "is_practice": True},
        exercises=[told_of(exercise) for exercise in content.exercises[practice.id]],
    )


def _details(page: PageManifest, transcript: Bilingual | None, edition_key: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "sources": [{"cite": dict(source.cite), "confirmed": source.confirmed} for source in page.sources]
    }
    if page.time is not None:
        told["time"] = {"reading": page.time.reading, "working": page.time.working}
    if page.video is not None:
        told["video"] = {
            "file": page.video.file,
            "captions": dict(page.video.captions),
            "transcript": None
            if transcript is None
            else {language: addressed(words, edition_key) for language, words in transcript.items()},
        }
    return told


def _add_assets(edition: Edition, content: Content) -> None:
    db.session.flush()  # needs edition.id
    for asset in content.assets:
        db.session.add(Asset(edition_id=edition.id, path=asset.path, digest=asset.digest, media_type=asset.media_type))
