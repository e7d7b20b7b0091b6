# SPDX-License-Identifier: Apache-2.0
"""`flask demo`: fill an empty data folder with invented people, and say who they are."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from contextlib import redirect_stdout
from datetime import date
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from lms import clock, config, links, schema
from lms.access.identity import Role
from lms.cli import content
from lms.cli.demo import cast, catalogue, play
from lms.cli.demo.cast import Stage
from lms.config import DEMO_MARK
from lms.db import transaction
from lms.i18n import speaking
from lms.identifiers import new_key
from lms.jobs import worker

PEOPLE = 24
SEED = 1
STAFF = (Role.OPERATOR, Role.OFFICER, Role.AUTHOR, Role.ORGANIZATION_MANAGER)
STAFF_BIRTH = date(1980, 4, 1)
ACCOUNTS_FILE = "demo-accounts.json"
SHOWN_A_STAGE = 2

Report = dict[str, Any]


@click.command("demo")
@click.option("--people", default=PEOPLE, type=click.IntRange(1, 5000), show_default=True)
@click.option("--seed", default=SEED, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print accounts and certificates for scripts.")
@with_appcontext
def command(people: int, seed: int, as_json: bool) -> None:
    """Fill an empty data folder with an invented population."""
    report = fill(people, seed)
    click.echo(json.dumps(report, ensure_ascii=False) if as_json else _told(report))


def prepare() -> None:
    """For `serve --demo`: fill the data folder if it is new, and show who lives in it."""
    mark = config.current().data_dir / DEMO_MARK
    report = json.loads((mark.parent / ACCOUNTS_FILE).read_text()) if mark.exists() else fill(PEOPLE, SEED)
    click.echo(_told(report))


def fill(people: int, seed: int) -> Report:
    """Make the population, in a data folder that is empty or was begun by this command."""
    settings = config.current()
    folder = settings.data_dir
    _refuse_foreign_folder()
    config.make_folder(folder)
    (folder / DEMO_MARK).write_text("This folder was filled by `flask demo`. Everybody in it is invented.\n")
    schema.upgrade()
    with redirect_stdout(sys.stderr), speaking("en"):
        content.import_shipped(demonstration=True, published=catalogue.published)
    report = _played(people, seed, clock.today())
    _run_jobs()
    path = folder / ACCOUNTS_FILE
    path.touch(mode=0o600)
    path.write_text(json.dumps(report, ensure_ascii=False, indent=1))
    return report


def _run_jobs() -> None:
    """What follows from what they did: papers are printed, facts handed on."""
    while worker.run_due(current_app.extensions["koshu_registry"]):
        pass


def _refuse_foreign_folder() -> None:
    settings = config.current()
    if not settings.is_development:
        raise click.ClickException("The demo is for trying things out; it does not run in production.")
    known = {"secret-key", "clock-offset", "clock-settled"}
    found = {path.name for path in settings.data_dir.iterdir()} if settings.data_dir.exists() else set()
    if (settings.data_dir / ACCOUNTS_FILE).exists() or found - known:
        raise click.ClickException(
            f"{settings.data_dir} is not empty. The demo only fills a new folder, for example: LMS_DATA_DIR=var/demo2"
        )


def _played(people: int, seed: int, today: date) -> Report:
    password = new_key()
    founded = play.founding(today)
    with transaction():
        play.found_body(founded)
    accounts = [_staff(position, role, password, today) for position, role in enumerate(STAFF)]
    certificates: dict[str, str] = {}
    # A sample is what a completion earned before the sign-off: whoever holds one comes first.
    everybody = sorted(cast.learners(people, seed, today), key=lambda learner: learner.stage is not Stage.SAMPLE)
    with transaction():
        catalogue.former_editions(map(play.enrolled_on, everybody))
    signed = False
    for learner in everybody:
        if learner.stage is not Stage.SAMPLE and not signed:
            _run_jobs()  # the samples are made while the rules are still open, and stay samples
            with transaction():
                play.sign_off_rules(founded)
            signed = True
        with transaction():
            played = play.play(learner, password)
        accounts.append(
            {"role": Role.LEARNER, "stage": learner.stage, "name": played.name, "sign_in": played.learner_number,
             "password": password, "birth_date": learner.birth_date.isoformat(), "certificate": played.certificate_id}
        )  # fmt: skip
        if played.certificate_id:
            certificates.setdefault(learner.stage, played.certificate_id)
    return {"accounts": accounts, "certificates": certificates}


def _staff(position: int, role: Role, password: str, today: date) -> Mapping[str, Any]:
    name = cast.staff_name(position)
    with transaction():
        person = play.open_account(name, STAFF_BIRTH, password, at=play.founding(today), role=role)
    return {"role": role, "stage": None, "name": name.shown, "sign_in": person.learner_number, "password": password}


def _told(report: Report) -> str:
    lines = ["", f"  {'role':<22}{'stage':<18}{'learner number':<16}{'password':<18}name"]
    seen: dict[tuple[str, str | None], int] = {}
    for account in report["accounts"]:
        kind = (account["role"], account["stage"])
        seen[kind] = seen.get(kind, 0) + 1
        if seen[kind] <= SHOWN_A_STAGE:
            lines.append(
                f"  {account['role']:<22}{account['stage'] or '':<18}{account['sign_in']:<16}{account['password']:<18}"
                f"{account['name']}"
            )
    lines.append("")
    lines += [f"  {state:<22}{links.certificate(found)}" for state, found in report["certificates"].items()]
    return "\n".join(lines)
