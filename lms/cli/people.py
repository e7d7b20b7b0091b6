# SPDX-License-Identifier: Apache-2.0
"""`flask people …`: the first operator, and a way back in for somebody who has none."""

from __future__ import annotations

import click

from lms import clock
from lms.access.identity import SITE
from lms.accounts import queries, services
from lms.cli.groups import DatabaseGroup
from lms.db import transaction
from lms.identifiers import parse_learner_number

group = DatabaseGroup("people", help="People and accounts.")


@group.command("first-operator")
def first_operator() -> None:
    """Print a one-time link on which the first operator signs up; refused once there is one."""
    if not show_first_operator_link():
        raise click.ClickException("There is an operator already; she gives roles on the page of a person.")


@group.command("new-password-link")
@click.argument("learner_number")
def new_password_link(learner_number: str) -> None:
    """Print a one-time link on which the person with LEARNER_NUMBER chooses a new password."""
    number = parse_learner_number(learner_number)
    if number is None:
        raise click.ClickException(f"{learner_number} is no learner number: that has eight digits, the last a check.")
    with transaction():
        account = queries.account_signing_in_by(number)
        if account is None:
            raise click.ClickException(f"Nobody with the learner number {number} can sign in here.")
        link = services.reset_link(account, by=SITE, at=clock.now())
    click.echo(f"Works once, within an hour:\n  {link}")


def show_first_operator_link() -> bool:
    """Print the link if there is no operator yet; whether there was none."""
    with transaction():
        link = services.invite_first_operator(by=SITE, at=clock.now())
    if link is not None:
        click.echo(f"\n  No operator yet. This link makes the first one; it works once, within 24 hours:\n  {link}\n")
    return link is not None
