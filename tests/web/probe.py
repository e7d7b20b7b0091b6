# SPDX-License-Identifier: Apache-2.0
"""A few pages that do what real ones do, each just one thing, to try the door of the site with."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, redirect, render_template_string, request
from sqlalchemy import insert
from sqlalchemy.exc import OperationalError

from lms.access.permissions import Permission
from lms.audit import Tag
from lms.audit.models import AuditRecord
from lms.clock import now
from lms.db import db, transaction
from lms.errors import Conflict, Invalid, NotFound, Refused, TooMany
from lms.web.limits import limited
from lms.web.routing import PUBLIC, Blueprint, needs, public_thing
from lms.web.urls import next_or

PAGE = (
    '{% extends "layouts/narrow.html" %}{% block title %}Probe{% endblock %}{% block main %}<h1>Probe</h1>'
    '<form method="post" action="{{ action }}"><input type="hidden" name="csrf_token" value="{{ csrf_token() }}">'
    '<input type="hidden" name="for_person" value="{{ current_user.identity.person_key or \'\' }}"></form>'
    "{% endblock %}"
)
WORDS = "Yamada Hanako 1975-04-01 hanako@example.jp"
bp = Blueprint("probe", __name__)


@dataclass(frozen=True)
class Thing:
    owner_key: str


def thing(thing_key: str) -> Thing | None:
    """A thing that belongs to the person its key names; `nothing` is none."""
    return None if thing_key == "nothing" else Thing(owner_key=thing_key)


def record(note: str) -> None:
    """Write one row, as services do."""
    db.session.add(
        AuditRecord(
            at=now(),
            tag=Tag.SIGNED_IN,
            by_person_key=None,
            about_kind="probe",
            about_key=note,
            details={"way": "probe"},
        )
    )
    db.session.flush()


def page(action: str = "/probe/act") -> str:
    return render_template_string(PAGE, action=action)


@bp.get("/probe/open", access=PUBLIC)
def open_page():
    return page()


@bp.get("/probe/open-things/<thing_key>", access=public_thing(thing))
def open_thing(thing):
    return page()


@bp.get("/probe/private", access=needs(Permission.ENROLMENT_BEGIN))
def private():
    return page()


@bp.get("/probe/officers", access=needs(Permission.NAME_CORRECT))
def officers():
    return page()


@bp.get("/probe/things/<thing_key>", access=needs(Permission.ENROLMENT_STUDY, on=thing))
def show(thing):
    return page()


@bp.post("/probe/things/<thing_key>", access=needs(Permission.ENROLMENT_STUDY, on=thing), endpoint="change")
def change(thing):
    record(thing.owner_key)
    return redirect("/probe/open", 303)


@bp.post("/probe/act", access=needs(Permission.ENROLMENT_BEGIN))
def act():
    record("act")
    return redirect("/probe/open", 303)


@bp.post("/probe/open-act", access=PUBLIC)
def open_act():
    record("open act")
    return redirect(next_or("/probe/open"), 303)


@bp.post("/probe/half", access=PUBLIC)
def half():
    record("half")
    raise Conflict("page-of-another-person")


@bp.post("/probe/unaccepted", access=PUBLIC)
def unaccepted():
    record("kept")
    return page(), 422


@bp.post("/probe/json", access=needs(Permission.ENROLMENT_BEGIN))
def json():
    record("json")
    return {"got": request.get_json()}


@bp.get("/probe/write-orm", access=PUBLIC)
def write_orm():
    record("smuggled")
    return page()


@bp.get("/probe/write-core", access=PUBLIC)
def write_core():
    row = {"at": now(), "tag": "x", "about_kind": "", "about_key": "smuggled", "details": {}}
    db.session.execute(insert(AuditRecord).values(**row))
    return page()


@bp.get("/probe/write-act", access=PUBLIC)
def write_act():
    with transaction():
        record("smuggled")
    return page()


@bp.get("/probe/limited", access=PUBLIC)
@limited("2 per minute; 4 per hour")
def often():
    return page()


@bp.get("/probe/guesses/<thing_key>", access=PUBLIC)
@limited("2 per minute", counts=lambda answer: answer.status_code == 404)
def guess(thing_key):
    if thing_key == "refused":
        raise NotFound("nobody-knows-this-code")
    return page(), 404 if thing_key == "wrong" else 200


REFUSALS = {kind.__name__: kind for kind in (NotFound, Refused, Conflict, Invalid)}


@bp.get("/probe/refuse/<kind_code>", access=PUBLIC)
def refuse(kind_code):
    raise REFUSALS[kind_code]("nobody-knows-this-code")


@bp.get("/probe/too-many", access=PUBLIC)
def too_many():
    raise TooMany("nobody-knows-this-code", seconds=90)


@bp.get("/probe/crash", access=PUBLIC)
def crash():
    try:
        int(WORDS)
    except ValueError as error:
        raise RuntimeError(f"no number: {WORDS}") from error


@bp.get("/probe/busy", access=PUBLIC)
def busy():
    raise OperationalError("SELECT 1", {}, Exception("database is locked"))


def plug_in(app: Flask) -> Flask:
    """The site with these pages; before its first request."""
    app.register_blueprint(bp)
    return app
