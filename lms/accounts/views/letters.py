# SPDX-License-Identifier: Apache-2.0
"""Letters for people whom no mail reaches: a PDF for window envelopes, a workbook for labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms import clock
from lms.access.permissions import Permission
from lms.accounts import queries
from lms.accounts.adapters import letters as paper
from lms.accounts.adapters import printing
from lms.accounts.domain.contacts import ContactKind
from lms.accounts.domain.noticing import NoticeKind
from lms.accounts.forms import OWN
from lms.accounts.forms.letters import MOST_LETTERS, LettersForm, PostalForm
from lms.accounts.labels.slips import NOTICES, POSTAL_EXAMPLES, SOMETHING_WAITS
from lms.accounts.queries.letters import Addressee, addressees_with, waiting_addressees
from lms.accounts.resources import person
from lms.accounts.services import letters as services
from lms.accounts.services.postal import record_address
from lms.accounts.views.blueprint import bp
from lms.accounts.views.slips import PDF, sender_now
from lms.i18n import LOCALES, _, speaking
from lms.sheets.writer import XLSX
from lms.web.drafts import Draft, Steps
from lms.web.routing import needs

if TYPE_CHECKING:
    from lms.accounts.models import Person

PRINTING = needs(Permission.LETTER_PRINT)
MENDING = needs(Permission.CONTACT_MEND, on=person)
LETTERS = Steps(entry="accounts.letters", check="accounts.check_letters", form=lambda draft: LettersForm(draft.typed))
LABELS = "labels"


@bp.get("/letters", access=PRINTING)
def letters() -> ResponseReturnValue:
    """To whom, in which envelopes, with which words."""
    draft, waiting = LETTERS.entry(), waiting_addressees(limit=MOST_LETTERS)
    return render_template("accounts/letters.html", form=draft.form, waiting=len(waiting))


@bp.post("/letters", access=PRINTING, endpoint="send_letters")
def send_letters() -> ResponseReturnValue:
    """Keep it, and on to who gets one."""
    return LETTERS.entered().go_on()


@bp.get("/letters/check", access=PRINTING)
def check_letters() -> ResponseReturnValue:
    """Who gets a letter, and who does not and why."""
    draft = LETTERS.check()
    chosen = _chosen(draft.form)
    missing = set(draft.form.learner_numbers) - {one.person.learner_number for one in chosen}
    return render_template(
        "accounts/check_letters.html",
        draft=draft,
        form=draft.form,
        chosen=chosen,
        ready=_ready(draft),
        unknown=[] if draft.form.wants_waiting else sorted(missing),
        words=NOTICES,
        labels=LABELS,
    )


@bp.post("/letters/check", access=PRINTING, endpoint="print_letters")
def print_letters() -> ResponseReturnValue:
    """The letters, or the labels."""
    draft, by, at = LETTERS.checked(), current_user.identity, clock.now()
    ready = _ready(draft)
    if not ready:
        flash(_("Nobody would get a letter. Please look at the list."), "warning")
        return redirect(LETTERS.url("accounts.check_letters", draft.key), 303)
    if request.form.get(LABELS):
        services.note_letters(ready, way=services.LABEL, by=by, at=at)
        return _file(paper.labels_xlsx([_letter(one) for one in ready], made_at=at), XLSX, "labels.xlsx")
    services.note_letters(ready, way=services.LETTER, by=by, at=at)
    return _letters_of(ready, draft.form)


@bp.get("/people/<person_key>/postal-address", access=MENDING)
def postal_address(person: Person) -> ResponseReturnValue:
    """Where letters for a person go."""
    form = PostalForm()
    for contact in queries.contacts_of(person, ContactKind.POSTAL):
        form.show(contact.value, own=contact.own)
    return _postal_page(person, form)


@bp.post("/people/<person_key>/postal-address", access=MENDING, endpoint="record_postal_address")
def record_postal_address(person: Person) -> ResponseReturnValue:
    """Record it; the one before is taken off."""
    form = PostalForm()
    if not form.validate():
        return _postal_page(person, form), 422
    own = form.postal_use.data == OWN
    record_address(person, form.address, own=own, by=current_user.identity, at=clock.now())
    flash(_("The postal address was recorded."), "success")
    return redirect(url_for("accounts.person", person_key=person.key), 303)


def _chosen(form: LettersForm) -> list[Addressee]:
    return waiting_addressees(limit=MOST_LETTERS) if form.wants_waiting else addressees_with(form.learner_numbers)


def _ready(draft: Draft[LettersForm]) -> list[Addressee]:
    """Those who have an address and to whom there is anything to say."""
    message = (draft.form.message.data or "").strip()
    return [one for one in _chosen(draft.form) if one.address is not None and (message or one.notices)]


def _letters_of(ready: Sequence[Addressee], form: LettersForm) -> Response:
    """As slips: made while it is sent, so that many pages do not hold the database."""
    written = [_letter(one) for one in ready]
    sender, today = sender_now(), clock.today()
    message, envelope = form.message.data or "", form.envelope.data

    def pages() -> Iterator[bytes]:
        yield paper.letters_pdf(written, message=message, envelope=envelope, sender=sender, on=today)

    return _file(pages(), PDF, "letters.pdf")


def _letter(one: Addressee) -> paper.Letter:
    if one.address is None:
        raise ValueError("a letter needs an address")
    return paper.Letter(
        name=printing.preview(queries.name_given(one.person)).leads,
        learner_number=one.person.learner_number,
        address=one.address,
        is_personal=not one.is_own,
        news=tuple(_in_both(words) for words in _news(one)),
    )


def _news(one: Addressee) -> list[object]:
    """What happened; where others may open the letter, only that something did."""
    if one.notices and not one.is_own:
        return [SOMETHING_WAITS]
    return [NOTICES[NoticeKind(notice.kind)] for notice in one.notices]


def _in_both(words: object) -> dict[str, str]:
    found = {}
    for locale in LOCALES:
        with speaking(locale):
            found[locale] = str(words)
    return found


def _file(content: bytes | Iterator[bytes], mimetype: str, name: str) -> Response:
    how = "inline" if current_user.is_shared and mimetype == PDF else "attachment"
    headers = {"Content-Disposition": f'{how}; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, mimetype=mimetype, headers=headers)


def _postal_page(person: Person, form: PostalForm) -> str:
    return render_template("accounts/postal_address.html", person=person, form=form, examples=POSTAL_EXAMPLES)
