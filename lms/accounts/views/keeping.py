# SPDX-License-Identifier: Apache-2.0
"""What was typed into refused pages: kept for the person whose page it was, offered to her, thrown away by her."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, g, has_request_context, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import clock
from lms.access.permissions import Permission
from lms.accounts.domain.keeping import Kept
from lms.accounts.labels import KEPT_BECAUSE
from lms.accounts.queries import keeping as queries
from lms.accounts.resources import kept_form
from lms.accounts.services import keeping as services
from lms.accounts.views.blueprint import bp
from lms.accounts.views.session import her_account
from lms.i18n import _
from lms.web import keeping
from lms.web.keeping import KEPT, Shelved
from lms.web.routing import needs

if TYPE_CHECKING:
    from lms.accounts.models import KeptForm
    from lms.drafts.typed import Typed

HERSELF = needs(Permission.ACCOUNT_KEEP)
HER_OWN = needs(Permission.KEPT_FORM_SETTLE, on=kept_form)


class PersonsKeeper:
    """Keeps for persons, by the sessions in which their pages were made (see lms.web.keeping)."""

    def keep(self, typed: Typed, session_digest: str) -> Shelved | None:
        """Keep it for the person of that session."""
        who, locked = current_user.identity, current_user.is_locked
        kept = services.keep(typed, session_digest=session_digest, signed_in=who, is_locked=locked, at=clock.now())
        return None if kept is None else Shelved(kept.key, kept.page)

    def fields(self, key: str) -> tuple[Shelved, tuple[tuple[str, str], ...]] | None:
        """What is kept under a key for the person signed in."""
        row = _hers(key)
        return None if row is None else (Shelved(row.key, row.page), queries.opened(row).fields)

    def settle(self, key: str) -> None:
        """Forget what she has sent."""
        row = _hers(key)
        if row is not None:
            services.settle(row, by=current_user.identity, at=clock.now())


KEEPER = PersonsKeeper()


def _hers(key: str) -> KeptForm | None:
    row = queries.kept_form(key)
    return row if row is not None and row.owner_key == current_user.person_key else None


@bp.app_context_processor
def offers() -> dict[str, object]:
    """For the layouts: what is kept of this page, for the person signed in and for nobody else."""
    return {"kept_here": _kept_here, "kept_because": KEPT_BECAUSE, "kept_put_back": _kept_put_back}


def _kept_here() -> list[tuple[Kept, str]]:
    """What was typed on this page, with the address that puts it back."""
    return [(kept, Shelved(kept.key, kept.page).put_back_url) for kept in _of_this_page()]


def _of_this_page() -> list[Kept]:
    if not has_request_context() or not current_user.is_authenticated or not current_user.has_kept:
        return []
    if "kept_here" not in g:
        g.kept_here = queries.kept_on(current_user.person_key, request.path, at=clock.now())
    found: list[Kept] = g.kept_here
    return found


def _kept_put_back() -> Kept | None:
    """The one that fills the form of this page now."""
    if keeping.put_back() is None:
        return None
    return next((kept for kept in _of_this_page() if kept.key == request.args[KEPT]), None)


@bp.get("/account/kept", access=HERSELF)
def kept() -> ResponseReturnValue:
    """Everything that is kept for her."""
    rows = queries.kept_of(current_user.person_key, at=clock.now())
    return render_template("accounts/kept.html", rows=[(row, Shelved(row.key, row.page)) for row in rows])


@bp.post("/account/kept", access=HERSELF)
def keep() -> ResponseReturnValue:
    """Keep what she has typed and not sent, before she hands the computer over; the script of the page asks for it."""
    typed = keeping.what_was_sent()
    if typed is not None:
        services.keep_own(her_account(), typed, by=current_user.identity, at=clock.now())
    return jsonify(kept=True)


@bp.post("/account/kept/<kept_key>/removal", access=HER_OWN, keeps=None)
def remove_kept(kept_form: KeptForm) -> ResponseReturnValue:
    """Throw it away."""
    services.settle(kept_form, by=current_user.identity, at=clock.now())
    flash(_("What had been kept was thrown away."), "success")
    path = request.form.get("page", "")
    return redirect(path if keeping.is_page(path) else url_for("accounts.kept"), 303)
