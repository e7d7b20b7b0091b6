# SPDX-License-Identifier: Apache-2.0
"""What a completion earns, and what stands in the way of a real certificate."""

import pytest

from lms.certificates.domain.issuing import Obstacle, Readiness, Reason, paper_kind, reveals_successor
from lms.certificates.domain.snapshot import PaperKind

READY = {"issuer_recorded": True, "notice_confirmed": True, "has_signing_key": True, "open_items": 0}


def test_a_site_on_which_everything_is_settled_meets_no_obstacle():
    assert Readiness(**READY).obstacles == ()


@pytest.mark.parametrize(
    ("changed", "obstacle"),
    [
        ({"issuer_recorded": False, "notice_confirmed": False}, Obstacle.ISSUER_NOT_RECORDED),
        ({"notice_confirmed": False}, Obstacle.NOTICE_NOT_CONFIRMED),
        ({"has_signing_key": False}, Obstacle.NO_SIGNING_KEY),
        ({"open_items": 1}, Obstacle.RULES_NOT_SIGNED_OFF),
        ({"rules_are_fictitious": True}, Obstacle.FICTITIOUS_RULES),
    ],
)
def test_each_missing_thing_is_an_obstacle_of_its_own(changed, obstacle):
    assert Readiness(**{**READY, **changed}).obstacles == (obstacle,)


def test_invented_rules_are_none_where_fiction_is_allowed():
    assert Readiness(**READY, rules_are_fictitious=True, fiction_is_allowed=True).obstacles == ()


@pytest.mark.parametrize(
    ("identity", "mode", "obstacles", "kind"),
    [
        (True, True, (), PaperKind.CERTIFICATE),
        (True, True, (Obstacle.NO_SIGNING_KEY,), PaperKind.SAMPLE),
        (False, True, (), PaperKind.LEARNING_RECORD),
        (True, False, (), PaperKind.LEARNING_RECORD),
        (False, False, (Obstacle.NO_SIGNING_KEY,), PaperKind.LEARNING_RECORD),
    ],
)
def test_the_paper_a_completion_earns(identity, mode, obstacles, kind):
    assert paper_kind(identity_suffices=identity, mode_is_allowed=mode, obstacles=obstacles) is kind


def test_only_a_correction_by_the_issuer_reveals_the_successor():
    assert [reason for reason in Reason if reveals_successor(reason)] == [Reason.ISSUER_CORRECTION]
