# SPDX-License-Identifier: Apache-2.0
"""Forgetting what has served its time: counted tries, dead links, closed sessions, what nobody came back for."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, update

from lms.accounts.domain.slips import SEALED_FOR
from lms.accounts.domain.throttles import LONGEST_WINDOW
from lms.accounts.domain.waiting import LIFETIME
from lms.accounts.models import OneTimeToken, SignInSession, Slip, Throttle, WaitingReset
from lms.accounts.services.correcting import end_old_requests
from lms.accounts.services.evidence import sweep_evidence
from lms.accounts.services.keeping import sweep_kept
from lms.accounts.services.slip_lists import sweep_lists
from lms.audit import unaudited
from lms.db import db

LINKS_KEPT = timedelta(days=30)
"""A used or expired link is still told apart from a forged one for so long."""
SESSIONS_KEPT = timedelta(days=30)


@unaudited("it deletes what no decision looks at; the acts themselves stay in the record")
def sweep(*, at: datetime) -> None:
    """Delete what no decision looks at any more."""
    sweep_kept(at=at)
    sweep_evidence(at=at)  # before anything drops a file: what this act drops is deleted after it
    end_old_requests(at=at)
    db.session.execute(delete(Throttle).where(Throttle.at < at - LONGEST_WINDOW))
    db.session.execute(delete(OneTimeToken).where(OneTimeToken.expires_at < at - LINKS_KEPT))
    db.session.execute(delete(WaitingReset).where(WaitingReset.asked_at < at - LIFETIME - LINKS_KEPT))
    db.session.execute(update(Slip).where(Slip.sealed.is_not(None), Slip.made_at < at - SEALED_FOR).values(sealed=None))
    sweep_lists(at=at)
    db.session.execute(delete(SignInSession).where(SignInSession.opened_at < at - SESSIONS_KEPT))
