# SPDX-License-Identifier: Apache-2.0
"""What somebody is told when she signs in: what others did about her account since."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import clock
from lms.access.permissions import Permission
from lms.accounts import queries
from lms.accounts.forms.slips import NoticesForm
from lms.accounts.labels.slips import NOTICES, VOID_REASONS
from lms.accounts.queries import noticing
from lms.accounts.services import noticing as services
from lms.accounts.views import session
from lms.accounts.views.blueprint import bp
from lms.web.routing import needs
from lms.web.urls import next_or

HERSELF = needs(Permission.ACCOUNT_KEEP)


@bp.get("/account/notices", access=HERSELF)
def notices() -> ResponseReturnValue:
    """What she has yet to be told; without anything, on to where she was going."""
    person = session.her_account().person
    unread = noticing.unread_of(person)
    if not unread:
        return redirect(_onward(), 303)
    form = NoticesForm(through=str(unread[-1].id))
    actors = queries.names_of(notice.by for notice in unread)
    return render_template(
        "accounts/notices.html", form=form, notices=unread, actors=actors, words=NOTICES, reasons=VOID_REASONS
    )


@bp.post("/account/notices", access=HERSELF, endpoint="read_notices")
def read_notices() -> ResponseReturnValue:
    """She has read them; on to where she was going."""
    person, by = session.her_account().person, current_user.identity
    services.acknowledge(person, through=NoticesForm().newest, by=by, at=clock.now())
    return redirect(_onward(), 303)


def by_way_of_notices(target: str) -> str:
    """Where the one who just signed in goes: first to what she has yet to be told."""
    waits = noticing.has_unread(current_user.person_key)
    return url_for("accounts.notices", next=target) if waits else target


def _onward() -> str:
    return next_or(url_for("home.my"))
