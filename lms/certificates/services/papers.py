# SPDX-License-Identifier: Apache-2.0
"""Papers as PDF: the original of a certificate, a reissue, a learning record, a notice of failure, a preview."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import urlsplit

import orjson
from sqlalchemy import select

from lms import audit, config
from lms.access.identity import Identity
from lms.accounts.queries.merging import surviving
from lms.audit import Tag, unaudited
from lms.certificates import notices, queries
from lms.certificates.adapters import paper
from lms.certificates.adapters.qr import certificate_url
from lms.certificates.domain.composing import Earned, Paper, compose, words
from lms.certificates.domain.failure import NoticeOfFailure
from lms.certificates.domain.snapshot import (
    Course,
    Holder,
    Issuer,
    PaperKind,
    SealKind,
    Signature,
    Snapshot,
    Words,
    from_json,
)
from lms.certificates.models import Certificate, Rendition
from lms.certificates.services import earning, printing
from lms.courses.models import Completion
from lms.db import db, lock_rows
from lms.errors import Conflict, NotFound
from lms.i18n import LOCALES, speaking
from lms.identifiers import CERTIFICATE_ID_LENGTH
from lms.quizzes import queries as quiz_queries
from lms.quizzes.models import Attempt
from lms.quizzes.queries import Result
from lms.rules import queries as rule_queries
from lms.rules.domain.levels import IdentityLevel, Mode
from lms.rules.domain.ruleset import CourseType, RuleSet
from lms.rules.labels import retest_rule
from lms.storage import files

NO_ID = "0" * CERTIFICATE_ID_LENGTH
SAMPLE_BIRTH_DATE = date(1980, 1, 1)
UNSIGNED = Signature(kid="", is_development=False)


@unaudited("a look; nothing is written")
def snapshot_of(certificate: Certificate) -> Snapshot:
    """The stored snapshot as a value.

    Errors: NotFound once it is no longer kept.
    """
    if certificate.snapshot is None:
        raise NotFound("certificate-no-longer-kept")
    return from_json(orjson.loads(certificate.snapshot))


@unaudited("a look; nothing is written")
def bears_former_details(certificate: Certificate) -> bool:
    """Whether a paper bears a name or birth date that was corrected since: it keeps what it says."""
    if certificate.snapshot is None:
        return False
    printed, now = snapshot_of(certificate).holder, earning.holder_of(surviving(certificate.person))
    return _as_printed(printed) != _as_printed(now)


def _as_printed(holder: Holder) -> tuple[object, ...]:
    return holder.name, holder.kana, holder.latin, holder.birth_date


@unaudited("a look; nothing is written")
def code_url(certificate: Certificate) -> str:
    """The address in the QR code: the host is the one printed, whatever the site is called now."""
    printed = urlsplit(snapshot_of(certificate).verifier)
    return certificate_url(f"{printed.scheme}://{printed.netloc}", certificate.certificate_id, certificate.cose)


@unaudited("a look; nothing is written")
def pdf_of(certificate: Certificate, *, reissued_on: date | None = None) -> bytes:
    """The paper of a certificate, from its snapshot and nothing else.

    Errors: NotFound, RenderingError.
    """
    snapshot = snapshot_of(certificate)
    return paper.certificate_pdf(
        snapshot,
        qr_url=code_url(certificate),
        cose=certificate.cose,
        seal_image=_seal_of(snapshot.issuer),
        reissued_on=reissued_on,
    )


def keep_rendition(
    certificate: Certificate, pdf: bytes, *, reissued_on: date | None = None, by: Identity, at: datetime
) -> Rendition:
    """Store a paper by its digest; the same paper is stored once."""
    known = queries.rendition_of(certificate, reissued_on=reissued_on)
    if known is not None:
        return known
    template = printing.template_now()
    rendition = Rendition(
        certificate_id=certificate.id,
        digest=files.put(pdf),
        reissued_on=reissued_on,
        made_at=at,
        details={"template": template.version, "compiler": template.compiler},
    )
    db.session.add(rendition)
    audit.record(Tag.CERTIFICATE_RENDERED, by=by, about=certificate, at=at, reissue=reissued_on is not None)
    return rendition


def reissue(certificate: Certificate, *, by: Identity, at: datetime, on: date) -> Rendition:
    """Make the paper once more, marked as reissued on the day; number and facts stay.

    Errors: Conflict for a sample.
    """
    if certificate.sample:
        raise Conflict("sample-not-reissued")
    db.session.execute(lock_rows(select(Certificate.id).where(Certificate.id == certificate.id))).one()
    known = queries.rendition_of(certificate, reissued_on=on)
    if known is not None:
        return known
    return keep_rendition(certificate, pdf_of(certificate, reissued_on=on), reissued_on=on, by=by, at=at)


@unaudited("a look; nothing is written")
def learning_record_pdf(completion: Completion) -> bytes:
    """What a completion below the least identity level earns: a record for the learner, not for submission."""
    record = Paper(
        kind=PaperKind.LEARNING_RECORD,
        certificate_id="",
        number=None,
        status_index=None,
        issued_at=completion.completed_at,
        issued_on=completion.completed_on,
        issuer=printing.issuer_for(completion.completed_on),
        template=printing.template_now(),
        signature=UNSIGNED,
        verifier=printing.verifier(),
    )
    snapshot = compose(earning.earned_by(completion), record)
    return paper.certificate_pdf(snapshot, qr_url=None, cose=None, seal_image=_seal_of(snapshot.issuer))


@unaudited("a look; nothing is written")
def preview_pdf(issuer: Issuer | None, *, at: datetime, on: date) -> bytes:
    """A sample for an invented holder, so that an officer sees the paper before recording the issuer.

    Errors: NotFound while no rule set has been imported.
    """
    sample = Paper(
        kind=PaperKind.SAMPLE,
        certificate_id=NO_ID,
        number=None,
        status_index=None,
        issued_at=at,
        issued_on=on,
        issuer=issuer or printing.issuer_for(on),
        template=printing.template_now(),
        signature=UNSIGNED,
        verifier=printing.verifier(),
    )
    snapshot = compose(_invented(on), sample)
    url = certificate_url(config.current().public_url, NO_ID)
    return paper.certificate_pdf(snapshot, qr_url=url, cose=None, seal_image=_seal_of(snapshot.issuer))


@unaudited("a look; nothing is written")
def failure_notice_pdf(attempt: Attempt) -> bytes:
    """The notice that a test was not passed; made anew each time, always the same.

    Errors: NotFound for an attempt that runs or was passed.
    """
    result = quiz_queries.result_of(attempt)
    if result is None or result.passed:
        raise NotFound("no-failure-to-notify")
    notice = _notice(attempt, result)
    return paper.notice_of_failure_pdf(notice, seal_image=_seal_of(notice.issuer))


def _notice(attempt: Attempt, result: Result) -> NoticeOfFailure:
    enrolment = attempt.enrolment
    course_type = quiz_queries.course_type_of(enrolment)
    wrong = [item.legal_item for item in result.score.items if item.right < item.out_of]
    named = [course_type.legal_item(item) for item in wrong]
    settings = config.current()
    return NoticeOfFailure(
        learner_number=enrolment.person.learner_number,
        holder=earning.holder_of(enrolment.person),
        course=earning.course_of(enrolment.edition, course_type.code),
        course_type=words(course_type.name.value),
        test=earning.test_of(course_type, passed=False),
        taken_on=result.on,
        issued_on=result.on,
        issuer=printing.issuer_for(result.on),
        revise=tuple(words(item.name.value) for item in named if item is not None),
        next_steps=(_in_both(course_type), notices.words(notices.ENROL_AGAIN)),
        contact=notices.words(
            notices.CONTACT,
            site=settings.site_name,
            telephone=settings.telephone,
            hours=settings.telephone_hours,
        ),
        title=notices.words(notices.FAILURE_TITLE),
        is_sample=queries.issuer_on(result.on) is None,
    )


def _in_both(course_type: CourseType) -> Words:
    said = {}
    for locale in LOCALES:
        with speaking(locale):
            said[locale] = retest_rule(course_type.retest.value)
    return Words(**said)


def _invented(on: date) -> Earned:
    rules, course_type = _any_course_type()
    return Earned(
        holder=Holder(
            name=notices.words(notices.SAMPLE_NAME).ja,
            kana=notices.words(notices.SAMPLE_KANA).ja,
            latin=notices.words(notices.SAMPLE_LATIN).en,
            birth_date=SAMPLE_BIRTH_DATE,
        ),
        course=Course(course_type.code, words(course_type.name.value), f"{on.year}-1", content_hash=""),
        rules=rules,
        course_type=course_type,
        signed=rule_queries.signed_items(rules.digest),
        completed_on=on,
        minutes={item.id: item.minutes.value for item in course_type.legal_items},
        test=earning.test_of(course_type, passed=True),
        mode=earning.mode_of(Mode.ON_DEMAND),
        identity=earning.identity_of(IdentityLevel.PASSWORD_AND_BIRTH_DATE),
    )


def _any_course_type() -> tuple[RuleSet, CourseType]:
    """The first course type of the law itself; one of an invented law only where there is no other."""
    known = sorted(rule_queries.current_all(), key=lambda rules: rules.fictitious)
    for rules in known:
        for course_type in rules.course_types:
            return rules, course_type
    raise NotFound("no-rule-set")


def _seal_of(issuer: Issuer) -> bytes | None:
    if issuer.seal is not SealKind.IMAGE or issuer.seal_digest is None:
        return None
    return files.get(issuer.seal_digest)
