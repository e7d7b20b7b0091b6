# SPDX-License-Identifier: Apache-2.0
"""`flask mail …`: the door for mails that come back."""

from __future__ import annotations

from typing import IO

import click

from lms import clock
from lms.cli.groups import DatabaseGroup
from lms.db import transaction
from lms.mail import reports, services

group = DatabaseGroup("mail", help="Mails that come back.")


@group.command("bounce")
@click.argument("file", type=click.File("rb"))
def bounce(file: IO[bytes]) -> None:
    """Read one mail from FILE (- for standard input) and note which address of ours it says does not work.

    Whatever is not such a report, or not about a mail of this site, is left alone: a program that pipes a whole
    mailbox through here need not sort it first, and no answer goes back to anybody.
    """
    raw = file.read(reports.LONGEST_REPORT + 1)
    if len(raw) > reports.LONGEST_REPORT:
        raise click.ClickException("longer than 2 MiB: no mail server returns that much of a mail of ours")
    report = reports.read(raw)
    if report is None:
        click.echo("Nothing for us: no report of a lasting failure of a mail of this site.")
        return
    with transaction():
        is_ours = services.note_returned(report, at=clock.now())
    click.echo("Noted." if is_ours else "Nothing for us: not the address of that mail, or noted before.")
