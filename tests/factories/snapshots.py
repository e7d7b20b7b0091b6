# SPDX-License-Identifier: Apache-2.0
"""Snapshots with good defaults: a training manager of an obviously invented training body."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from lms.certificates.domain.failure import NoticeOfFailure
from lms.certificates.domain.snapshot import (
    Course,
    CourseType,
    Credit,
    Holder,
    IdentityCheck,
    Issuer,
    Named,
    PaperKind,
    RuleSet,
    SealKind,
    Signature,
    Snapshot,
    Template,
    TestResult,
    Validity,
    Words,
)

SAMPLE_ISSUER = Issuer(
    version="issuer-1",
    name=Words("一般財団法人みほん講習財団", "Mihon Training Foundation"),
    representative=Words("代表理事　見本　太郎", "Taro Mihon, Representative Director"),
    notice=Words(
        "令和八年法務省・厚生労働省告示第〇号により指定された養成講習機関",
        "training organization designated by MOJ/MHLW Public Notice No. 0 of 2026",
    ),
    notice_confirmed=True,
    seal=SealKind.OMITTED,
)
HOLDER = Holder(
    name="山田　花子",
    kana="ヤマダ　ハナコ",
    latin="YAMADA Hanako",
    birth_date=date(1980, 4, 3),
)
COURSE_NAME = Words("技能実習責任者講習", "Training course for technical intern training managers")
COURSE = Course("TM", COURSE_NAME, "2026-1", "0" * 64)
COURSE_TYPE = CourseType(
    key="TM",
    name=COURSE_NAME,
    roles=(Named("training-manager", Words("技能実習責任者", "technical intern training manager")),),
    article=Words(
        "外国人の技能実習の適正な実施及び技能実習生の保護に関する法律施行規則第13条",
        "Article 13 of the Ordinance for Enforcement of the Technical Intern Training Act",
    ),
    article_confirmed=True,
)
CREDITS = (
    Credit("tita", Words("外国人の技能実習の適正な実施及び技能実習生の保護に関する法律について", "the Act"), 90),
    Credit("immigration", Words("出入国管理及び難民認定法について", "the Immigration Act"), 30),
    Credit("labour", Words("労働関係法令について", "labour law"), 90),
    Credit(
        "duties", Words("技能実習責任者の職務及び労働災害の防止について", "duties and prevention of accidents"), 150
    ),
)


def make_snapshot(**over: Any) -> Snapshot:
    """A certificate in force, completed on 2026-07-10."""
    return replace(_PLAIN, **over)


def make_sample(**over: Any) -> Snapshot:
    """A sample: neither number nor place in the status list."""
    return make_snapshot(**{"kind": PaperKind.SAMPLE, "number": None, "status_index": None} | over)


def make_notice(**over: Any) -> NoticeOfFailure:
    """A notice of failure of the same course."""
    return replace(_NOTICE, **over)


_PLAIN = Snapshot(
    kind=PaperKind.CERTIFICATE,
    certificate_id="0123456789ABCDEF",
    number="TM-2026-000123-7",
    title=Words("受講証明書", "Certificate of course completion"),
    issuer=SAMPLE_ISSUER,
    holder=HOLDER,
    course=COURSE,
    course_type=COURSE_TYPE,
    completed_on=date(2026, 7, 10),
    valid_through=date(2029, 7, 9),
    issued_on=date(2026, 7, 10),
    issued_at=datetime(2026, 7, 10, 5, 30, 12, tzinfo=UTC),
    mode=Named("on_demand", Words("オンデマンド（映像及び教材による受講）", "on demand (video and text)")),
    identity=IdentityCheck(
        "document",
        Words("本人確認書類の提示及び受講時の認証", "identity document, and sign-in at each sitting"),
        Words("講習機関の職員による確認", "checked by staff of the training organization"),
    ),
    credits=CREDITS,
    test=TestResult(passed=True, questions=20, pass_percent=80),
    validity=Validity(3, "day_before"),
    rule_set=RuleSet("technical-intern-training", "2026-1", "1" * 64),
    template=Template("certificate-0000000000000000", "0.15.1"),
    signature=Signature("0011223344556677", is_development=False),
    verifier="https://koshu.example.jp/verify",
    status_index=123,
)
_NOTICE = NoticeOfFailure(
    learner_number="12345674",
    holder=HOLDER,
    course=COURSE,
    course_type=COURSE_TYPE.name,
    test=TestResult(passed=False, questions=20, pass_percent=80),
    taken_on=date(2026, 7, 10),
    issued_on=date(2026, 7, 10),
    issuer=SAMPLE_ISSUER,
    revise=(
        Words("労働関係法令について", "labour law"),
        Words("出入国管理及び難民認定法について", "the Immigration Act"),
    ),
    next_steps=(
        Words(
            "講習を初めから受講し直すと、改めて理解度テストを受けることができます。",
            "After taking the course again from the beginning you may take the test again.",
        ),
        Words(
            "受講の申込みは、いつでもできます。",
            "You may apply for the course again at any time.",
        ),
    ),
    contact=Words("みほん講習財団　講習係　電話 03-0000-0000", "Training desk, telephone 03-0000-0000"),
    title=Words("不合格通知書", "Notice of failure"),
)
