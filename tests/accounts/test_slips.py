# SPDX-License-Identifier: Apache-2.0
"""Slips: made, printed once, used once, void when a newer one comes; and what is told about them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from lms.access.identity import Grant, Identity, Role
from lms.accounts import queries
from lms.accounts.adapters import hashing
from lms.accounts.domain.noticing import NoticeKind
from lms.accounts.domain.slips import SlipState, VoidReason
from lms.accounts.models import Account, Notice, Person, PersonMerge, SignInSession, Slip
from lms.accounts.queries import noticing
from lms.accounts.queries import slips as slip_queries
from lms.accounts.services import slip_use, slips
from lms.accounts.services import sweep as sweep_accounts
from lms.audit import Tag
from lms.audit.models import AuditRecord
from lms.db import db, reading, transaction
from lms.errors import Conflict, Invalid, TooMany
from lms.mail.models import OutgoingMail
from tests.factories.accounts import PASSWORD, make_account, make_session
from tests.factories.slips import OFFICER, code_on, make_newcomer, make_slip

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
"""Noon in Tokyo."""
NEW = "three unusual words"
TEXTS = {"terms": "# Terms\n", "privacy": "# Privacy\n"}


def begin(slip: Slip, code: str, *, at: datetime = AT, number: str | None = None, password: str = NEW):
    number = number or slip.person.learner_number
    given = slip_use.Beginning(number, code, password, TEXTS, "ja", "Chrome, Windows")
    with transaction():
        account = slip_use.begin_with_slip(given, address="192.0.2.1", at=at)
        return None if account is None else account.key


def tried(slip: Slip, code: str, *, at: datetime = AT):
    with transaction():
        return slip_use.try_slip(slip.person.learner_number, code, address="192.0.2.1", at=at).state


def kinds_of_notices(person: Person) -> list[str]:
    with reading():
        return [notice.kind for notice in noticing.unread_of(person)]


def tags_about(person: Person) -> list[str]:
    wanted = select(AuditRecord.tag).where(AuditRecord.about_key == person.key).order_by(AuditRecord.id)
    return list(db.session.scalars(wanted))


def fetch(*found: Slip, at: datetime = AT):
    with transaction():
        return slips.fetch_papers(list(found), by=OFFICER, at=at)


# --- beginning ---


def test_a_slip_opens_an_account_with_the_password_she_chose(context):
    slip = make_newcomer(at=AT)
    assert slip.person.account is None
    assert begin(slip, code_on(slip)) is not None
    account = slip.person.account
    assert hashing.matches(NEW, account.password_hash)
    assert [row.text_name for row in queries.acceptances_of(slip.person)] == ["terms", "privacy"]
    assert (slip.used_at, slip.sealed) == (AT, None)


def test_it_works_once(context):
    slip = make_newcomer(at=AT)
    code = code_on(slip)
    assert begin(slip, code) is not None
    assert begin(slip, code) is None
    assert tried(slip, code) is SlipState.USED


def test_of_the_code_only_a_digest_is_kept_that_needs_the_secret_of_the_site(context):
    slip = make_newcomer(at=AT)
    code = code_on(slip)
    fetch(slip)
    rows = db.session.execute(text("SELECT * FROM slip")).all()
    assert code not in str(rows)
    assert hashing.digest_of(code) not in str(rows)


@pytest.mark.parametrize(
    ("days", "hours", "state"),
    [(13, 0, SlipState.OPEN), (14, 11, SlipState.OPEN), (14, 12, SlipState.EXPIRED), (40, 0, SlipState.EXPIRED)],
)
def test_it_works_through_the_fourteenth_day_in_tokyo(context, days, hours, state):
    slip = make_newcomer(at=AT)
    moment = AT + timedelta(days=days, hours=hours)
    assert tried(slip, code_on(slip), at=moment) is state
    assert (begin(slip, code_on(slip), at=moment) is not None) is (state is SlipState.OPEN)


def test_a_password_that_is_refused_leaves_the_slip_as_it_was(context):
    slip = make_newcomer(at=AT)
    code = code_on(slip)
    with pytest.raises(Invalid):
        begin(slip, code, password="short")
    assert tried(slip, code) is SlipState.OPEN


def test_a_code_belongs_to_its_learner_number(context):
    one, other = make_newcomer(at=AT), make_newcomer(at=AT)
    assert begin(other, code_on(one), number=other.person.learner_number) is None
    assert one.person.account is other.person.account is None


def test_an_account_that_was_closed_is_not_opened_again(context):
    person = make_account(at=AT).person
    slip = make_slip(person, at=AT)
    code = code_on(slip)
    with transaction():
        person.account.closed_at = AT
    assert begin(slip, code) is None
    with pytest.raises(Conflict) as refusal:
        make_slip(person, at=AT)
    assert refusal.value.code == "account-closed"


# --- a new one voids the old one, and she is told ---


def test_a_new_slip_voids_the_one_before(context):
    old = make_newcomer(at=AT)
    code = code_on(old)
    new = make_slip(old.person, at=AT)
    db.session.refresh(old)
    assert (old.void_why, old.sealed) == (VoidReason.NEWER, None)
    assert tried(old, code) is SlipState.VOID
    assert begin(new, code_on(new)) is not None


def test_what_was_done_is_told_at_the_next_sign_in_and_stands_in_the_record(context):
    old = make_newcomer(at=AT)
    new = make_slip(old.person, at=AT)
    begin(new, code_on(new))
    person = new.person
    assert kinds_of_notices(person) == ["slip-made", "slip-voided", "slip-made", "slip-used"]
    told = db.session.scalars(select(Notice).order_by(Notice.id)).all()
    assert [notice.by for notice in told] == [OFFICER.person_key] * 3 + [person.key]
    assert told[-1].details == {"device": "Chrome, Windows"}
    tags = tags_about(person)
    assert [tag for tag in tags if "slip" in tag] == [Tag.SLIP_MADE, Tag.SLIP_VOIDED, Tag.SLIP_MADE, Tag.SLIP_USED]


def test_a_slip_can_be_voided_without_another(context):
    slip = make_newcomer(at=AT)
    code = code_on(slip)
    with transaction():
        assert slips.void_slip(slip.person, why=VoidReason.LOST, by=OFFICER, at=AT)
        assert not slips.void_slip(slip.person, why=VoidReason.LOST, by=OFFICER, at=AT)
    assert tried(slip, code) is SlipState.VOID


# --- recovery ---


def test_for_somebody_with_a_password_it_is_a_recovery_that_signs_out_everywhere_else(context):
    account = make_account(email="hanako@example.jp", at=AT)
    make_session(account, AT)
    slip = make_slip(account.person, at=AT)
    assert slip.kind == "recovery"
    assert begin(slip, code_on(slip)) == account.key
    assert hashing.matches(NEW, account.password_hash)
    assert db.session.scalars(select(SignInSession.closed_at)).all() == [AT]


def test_a_recovery_is_announced_to_her_mailboxes_when_it_is_made_and_when_it_is_used(context):
    account = make_account(email="hanako@example.jp", at=AT)
    slip = make_slip(account.person, at=AT)
    mails = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()
    assert [mail.recipient for mail in mails] == ["hanako@example.jp"]
    assert code_on(slip) not in mails[0].body
    begin(slip, code_on(slip))
    mails = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()
    assert len(mails) == 2


def test_a_first_slip_writes_no_mail(context):
    make_newcomer(at=AT)
    assert db.session.scalars(select(OutgoingMail)).all() == []


def test_a_first_slip_serves_no_account_that_was_begun_otherwise(context):
    slip = make_newcomer(at=AT)
    code = code_on(slip)
    person = slip.person
    with transaction():
        db.session.add(
            Account(key="begun", person=person, password_hash="x", password_set_at=AT, opened_at=AT, locale="ja")
        )
    assert tried(slip, code) is SlipState.VOID
    assert begin(slip, code) is None
    assert person.account.password_hash == "x"


# --- who may make one ---


def identity(role: Role, scope: str = "system") -> Identity:
    return Identity(person_key="somebody00000001", grants=frozenset({Grant(role, scope)}))


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.OFFICER, Role.AUTHOR])
def test_an_officer_takes_over_nobody_who_has_duties_here(context, role):
    person = make_account(role=role, at=AT).person
    with pytest.raises(Conflict) as refusal:
        make_slip(person, by=identity(Role.OFFICER), at=AT)
    assert refusal.value.code == "slip-needs-operator"
    assert make_slip(person, by=identity(Role.OPERATOR), at=AT).kind == "recovery"


def test_a_manager_makes_no_slip_for_somebody_who_has_begun(context):
    slip = make_newcomer(at=AT)
    begin(slip, code_on(slip))
    with pytest.raises(Conflict) as refusal:
        make_slip(slip.person, by=identity(Role.ORGANIZATION_MANAGER, "org"), at=AT)
    assert refusal.value.code == "slip-needs-officer"
    assert len(slip_queries.slips_of(slip.person)) == 1


def test_a_manager_does_not_void_the_slip_by_which_an_officer_lets_her_back_in(context):
    person = make_account(at=AT).person
    slip = make_slip(person, at=AT)
    with pytest.raises(Conflict), transaction():
        slips.void_slip(person, why=VoidReason.LOST, by=identity(Role.ORGANIZATION_MANAGER, "org"), at=AT)
    db.session.refresh(slip)
    assert slip.void_at is None


# --- the paper ---


def test_the_paper_is_handed_out_once(context):
    slip = make_newcomer(at=AT)
    code = code_on(slip)
    paper = fetch(slip)[0]
    assert paper.code.replace("-", "") == code
    assert (paper.name, paper.kana, paper.learner_number) == ("山田 花子", "ヤマダ ハナコ", slip.person.learner_number)
    assert paper.last_day.isoformat() == "2026-12-07"
    with pytest.raises(Conflict):
        fetch(slip)
    assert begin(slip, code) is not None


def test_it_is_handed_out_within_a_day(context):
    slip = make_newcomer(at=AT)
    with pytest.raises(Conflict):
        fetch(slip, at=AT + timedelta(hours=24, seconds=1))


def test_the_sweeper_erases_what_nobody_fetched(context):
    old, new = make_newcomer(at=AT), make_newcomer(at=AT + timedelta(hours=20))
    with transaction():
        sweep_accounts(at=AT + timedelta(hours=30))
    db.session.expire_all()
    assert old.sealed is None
    assert new.sealed is not None


def test_papers_come_in_the_order_of_readings(context):
    from lms.accounts.domain.names import NameGiven

    names = [("渡辺", "ワタナベ", "WATANABE"), ("井上", "イノウエ", "INOUE"), ("神田", "ガンダ", "GANDA")]
    made = [make_newcomer(name=NameGiven(*name), at=AT) for name in names]
    assert [paper.kana for paper in fetch(*made)] == ["イノウエ", "ガンダ", "ワタナベ"]


# --- guessing ---


def throttled(number: str, tries: int, *, address: str = "192.0.2.1", at: datetime = AT) -> bool:
    for _ in range(tries):
        with transaction():
            try:
                slip_use.try_slip(number, "222222222", address=address, at=at)
            except TooMany:
                return True
    return False


def test_a_number_is_guessed_at_five_times_and_then_has_to_wait(context):
    slip = make_newcomer(at=AT)
    assert not throttled(slip.person.learner_number, 5)
    assert throttled(slip.person.learner_number, 1, address="192.0.2.9")


def test_a_number_that_nobody_has_waits_as_long(context):
    assert not throttled("12345671", 5)
    assert throttled("12345671", 1)


def test_one_address_does_not_try_many_numbers(context):
    numbers = [f"{number:08d}" for number in range(10_000_000, 10_000_041)]
    assert [throttled(number, 1) for number in numbers] == [False] * 40 + [True]


def test_using_a_slip_forgives_the_tries_before(context):
    slip = make_newcomer(at=AT)
    throttled(slip.person.learner_number, 4)
    assert begin(slip, code_on(slip)) is not None
    assert not throttled(slip.person.learner_number, 5, address="192.0.2.7")


def test_a_refusal_is_recorded_alike_whether_or_not_there_is_such_a_number(context):
    slip = make_newcomer(at=AT)
    for number in (slip.person.learner_number, "12345671"):
        with transaction():
            slip_use.try_slip(number, "222222222", address="192.0.2.1", at=AT)
    rows = db.session.scalars(select(AuditRecord).where(AuditRecord.tag == Tag.SIGN_IN_REFUSED)).all()
    assert [(row.by_person_key, row.details) for row in rows] == [(None, {"reason": "slip"})] * 2


def test_notices_are_read_up_to_the_newest_that_was_shown(context):
    from lms.accounts.services import noticing as noticing_services

    slip = make_newcomer(at=AT)
    person = slip.person
    with reading():
        shown = noticing.unread_of(person)[-1].id
    make_slip(person, at=AT)
    with transaction():
        noticing_services.acknowledge(person, through=shown, by=Identity(person_key=person.key), at=AT)
    assert kinds_of_notices(person) == [NoticeKind.SLIP_VOIDED, NoticeKind.SLIP_MADE]


def test_the_password_of_the_account_is_not_touched_by_making_a_slip(context):
    account = make_account(at=AT)
    make_slip(account.person, at=AT)
    assert hashing.matches(PASSWORD, account.password_hash)


# --- records found to be one person ---


def merge(record: Person, into: Person) -> None:
    with transaction():
        db.session.add(
            PersonMerge(from_person_id=record.id, into_person_id=into.id, at=AT, by="officer000000001", reason="one")
        )


def test_nobody_gets_at_a_private_account_through_a_record_that_was_found_to_be_hers(context):
    """A manager registered somebody who studies privately, too; an officer found that out."""
    slip = make_newcomer(organization_key="org", by=identity(Role.ORGANIZATION_MANAGER, "org"), at=AT)
    code, record = code_on(slip), slip.person
    hers = make_account(at=AT)
    merge(record, hers.person)
    assert tried(slip, code) is SlipState.VOID
    assert begin(slip, code) is None
    with pytest.raises(Conflict) as refusal:
        make_slip(record, by=identity(Role.ORGANIZATION_MANAGER, "org"), at=AT)
    assert refusal.value.code == "slip-needs-officer"
    with pytest.raises(Conflict) as refusal:
        make_slip(record, at=AT)
    assert refusal.value.code == "slip-record-merged"
    assert hashing.matches(PASSWORD, hers.password_hash)


def test_a_manager_does_not_see_that_a_record_was_found_to_be_somebody_elses(context):
    record = make_newcomer(organization_key="org", at=AT).person
    begun = make_newcomer(organization_key="org", at=AT)
    begin(begun, code_on(begun))
    merge(record, make_account(at=AT).person)
    with reading():
        rows = slip_queries.members("org", on=AT.date(), at=AT)
    assert [row.has_begun for row in rows] == [True, True]


def test_notices_of_a_record_are_read_by_the_person_it_belongs_to(context):
    record, hers = make_newcomer(at=AT).person, make_account(at=AT).person
    merge(record, hers)
    assert kinds_of_notices(hers) == ["slip-made"]
    with reading():
        assert noticing.has_unread(hers.key)
