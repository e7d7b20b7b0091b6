# SPDX-License-Identifier: Apache-2.0
"""Forms of three steps: enter, check, done. Every POST is answered by a redirect, so that the browser's Back and a
reload show what was typed instead of asking whether to send it again.

What was typed lies in the table of drafts, sealed, bound to person (of a visitor: to the browser), form and address;
the address of the page carries only the draft's key. Each opening of a form has a draft of its own: two tabs do not
mix. How to use it stands in docs/house.md.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from typing import Any, Generic, NoReturn, TypeVar
from urllib.parse import urlencode

from flask import Response, abort, flash, g, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from werkzeug.wrappers import Response as AnyResponse
from wtforms import FileField, PasswordField

from lms import clock, config
from lms.drafts import queries, services
from lms.drafts.sealing import Place, place_of
from lms.errors import Invalid, LmsError
from lms.i18n import _, current_locale
from lms.identifiers import CROCKFORD, new_key
from lms.web.errors import sentence
from lms.web.forms import Form
from lms.web.keeping import put_back

KEY, VERSION, OFFER, BROWSER = "draft", "draft_version", "take", "drafts"
NOT_TYPED = frozenset({"csrf_token", "for_person", VERSION})
NEVER_KEPT = (PasswordField, FileField)
LARGEST = 200_000
F = TypeVar("F", bound=Form)


class Draft(Generic[F]):
    """What one person has typed into one opening of a form."""

    def __init__(self, steps: Steps[F], key: str) -> None:
        self.steps = steps
        self.key = key
        self.place = _place(steps, key)
        self.contents: dict[str, Any] = {}
        self.typed: MultiDict[str, Any] | None = None
        self.is_good = False
        self._form: F | None = None

    # ---- what views and templates ask

    @property
    def form(self) -> F:
        """The form, filled with what was typed."""
        if self._form is None:
            self._form = self.steps.form(self)
        return self._form

    @property
    def is_new(self) -> bool:
        """Whether nothing has been typed yet: the moment to fill in what is recorded."""
        return self.typed is None

    @property
    def kept(self) -> dict[str, str]:
        """What the site itself keeps beside the fields, such as the hash of a password or the digest of a file."""
        kept: dict[str, str] = self.contents.setdefault("kept", {})
        return kept

    @property
    def version(self) -> str:
        """A digest of what is shown to be checked: only that is sent, not what another tab made of it."""
        shown = json.dumps([self.contents.get("typed"), self.kept], sort_keys=True)
        return hashlib.sha256(shown.encode()).hexdigest()[:16]

    @property
    def entry_url(self) -> str:
        """Back to entering, with everything that was typed."""
        return self.steps.url(self.steps.entry_endpoint, self.key)

    def offer_url(self, offer: str) -> str:
        """Back to entering, with something filled in that the check offered; the form's `take` says what."""
        return f"{self.entry_url}&{urlencode({OFFER: offer})}"

    # ---- what POSTs answer

    def go_on(self) -> Response:
        """Keep what was typed; on to the check, or back with the faults."""
        self._keep(is_good=self.is_good)
        return _to(self.steps.url(self.steps.check_endpoint, self.key) if self.is_good else self.entry_url)

    def stay(self) -> Response:
        """Keep what was typed without a word about faults, as when a line is added to a list."""
        self.contents["faults"] = {}
        self._keep(is_good=False, stays=True)
        return _to(self.entry_url)

    def refused(self, refusal: LmsError) -> Response:
        """Back to entering, with the sentence for a refusal of the service."""
        self.contents["refusal"] = {"code": refusal.code, "details": {k: str(v) for k, v in refusal.details.items()}}
        self._write()
        return _to(self.entry_url)

    def done(self, url: str) -> Response:
        """It is sent: forget what was typed; whoever comes again is led to where this led."""
        self.contents = {"leads_to": url}
        self._write()
        return _to(url)

    # ---- inside

    def find(self, *, alone: bool = False) -> None:
        sealed = queries.sealed(self.place.digest, at=clock.now(), alone=alone)
        self.contents = (None if sealed is None else self.place.opened(sealed)) or {}
        if "typed" in self.contents:
            self.typed = MultiDict([(name, value) for name, value in self.contents["typed"]])

    def lead_on_if_sent(self) -> None:
        if "leads_to" in self.contents:
            _leave(self.contents["leads_to"])

    def validate(self) -> bool:
        """Whether everything typed is good; the fields know what is not."""
        g.csrf_valid = True  # the token was checked when the form was sent
        is_valid = bool(self.form.validate())
        self._recall_faults()
        self.is_good = is_valid and not self.contents.get("faults") and not self.contents.get("stays")
        return self.is_good

    def note_faults(self) -> None:
        """Fields that are never kept cannot be looked at again: what was wrong with them is noted."""
        faults = {
            field.name: [str(words) for words in field.errors]
            for field in self.form
            if isinstance(field, NEVER_KEPT) and field.errors
        }
        self.contents["faults"] = {"locale": current_locale(), "fields": faults} if faults else {}

    def show_refusal(self) -> None:
        """Put the service's last word above the form."""
        if refusal := self.contents.get("refusal"):
            self.form.form_errors.append(sentence(LmsError(refusal["code"], **refusal["details"])))

    def _recall_faults(self) -> None:
        noted = self.contents.get("faults") or {}
        if noted.get("locale") == current_locale():
            for name, words in noted["fields"].items():
                self.form[name].errors = list(words)

    def _keep(self, *, is_good: bool, stays: bool = False) -> None:
        hidden = {field.name for field in self.form if isinstance(field, NEVER_KEPT)} | NOT_TYPED
        typed = [[name, value] for name, value in request.form.items(multi=True) if name not in hidden]
        if sum(len(name) + len(value) for name, value in typed) > LARGEST:
            raise Invalid("draft-too-large")
        self.contents |= {"typed": typed, "stays": stays, "refusal": None}
        if is_good:
            self.contents["faults"] = {}
        self._write()

    def _write(self) -> None:
        services.keep(self.place.digest, self.place.seal(self.contents), at=clock.now())


class Steps(Generic[F]):
    """A form in three steps: the endpoints of entering and checking, and how the form is made from a draft."""

    def __init__(self, *, entry: str, check: str, form: Callable[[Draft[F]], F]) -> None:
        self.entry_endpoint = entry
        self.check_endpoint = check
        self.form = form

    def entry(self) -> Draft[F]:
        """GET of entering. The first time leads to the same address with a key, so that Back finds its draft."""
        draft = self._at_hand()
        if draft is None:
            _leave(self.url(self.entry_endpoint, new_key()))
        draft.find()
        draft.lead_on_if_sent()
        if draft.is_new and (kept := put_back()) is not None:
            draft.typed, draft.contents["stays"] = kept, True
        if not draft.is_new and not draft.contents.get("stays"):
            draft.validate()
        draft.show_refusal()
        if OFFER in request.args:
            draft.form.take(request.args[OFFER])
        return draft

    def entered(self) -> Draft[F]:
        """POST of entering: the form with what was sent, looked at. `go_on()` answers."""
        if not request.form:
            abort(422)
        draft = self._at_hand() or Draft(self, new_key())
        if BROWSER not in session:
            session[BROWSER] = secrets.token_urlsafe(16)
            draft = Draft(self, draft.key)
        draft.find(alone=True)
        draft.lead_on_if_sent()
        draft.contents |= {"faults": {}, "stays": False}
        draft.typed = CombinedMultiDict((request.files, request.form))
        draft.validate()
        draft.note_faults()
        return draft

    def check(self) -> Draft[F]:
        """GET of the check: a good draft; anything else leads back to entering."""
        draft = self._kept()
        if not draft.validate():
            _leave(draft.entry_url)
        return draft

    def checked(self) -> Draft[F]:
        """POST of the check: a good draft, exactly as it was shown. `done()` or `refused()` answers."""
        draft = self._kept(alone=True)
        if request.form.get(VERSION) != draft.version:
            flash(_("You changed this in another window meanwhile. Please check it once more."), "warning")
            _leave(self.url(self.check_endpoint, draft.key))
        if not draft.validate():
            _leave(draft.entry_url)
        return draft

    def url(self, endpoint: str, key: str) -> str:
        """This form's page for a draft; what else the address asks for stays."""
        asked = {name: value for name, value in request.args.items() if name not in {KEY, OFFER}}
        return f"{url_for(endpoint, **(request.view_args or {}))}?{urlencode({**asked, KEY: key})}"

    def _kept(self, *, alone: bool = False) -> Draft[F]:
        draft = self._at_hand()
        if draft is not None:
            draft.find(alone=alone)
            draft.lead_on_if_sent()
        if draft is None or draft.is_new:
            flash(_("What you entered is not here any more. Please enter it again."), "warning")
            _leave(self.url(self.entry_endpoint, new_key()))
        return draft

    def _at_hand(self) -> Draft[F] | None:
        key = request.args.get(KEY, "")
        is_key = len(key) == len(new_key()) and all(sign in CROCKFORD.lower() for sign in key)
        return Draft(self, key) if is_key else None


def _place(steps: Steps[Any], key: str) -> Place:
    address: Mapping[str, Any] = request.view_args or {}
    words = (current_user.identity.person_key or "", steps.entry_endpoint, json.dumps(address, sort_keys=True), key)
    # What somebody signed in has typed is hers in any browser, as soon as she has signed in again.
    browser = "" if words[0] else session.get(BROWSER, "")
    return place_of(config.current().secret_key, browser, *words)


def _to(url: str) -> Response:
    return redirect(url, 303)  # type: ignore[return-value]


def _leave(url: str) -> NoReturn:
    answer: AnyResponse = redirect(url, 303)
    abort(answer)


__all__ = ["Draft", "Steps"]
