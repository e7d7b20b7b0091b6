# SPDX-License-Identifier: Apache-2.0
"""`flask keys …` and `flask certificates …`: the signing keys, and papers as files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from lms import clock
from lms.access.identity import SITE
from lms.certificates import resources, services
from lms.cli.groups import DatabaseGroup
from lms.db import reading, transaction
from lms.errors import LmsError
from lms.i18n import speaking
from lms.identifiers import parse_certificate_id
from lms.web.errors import sentence

keys_group = DatabaseGroup("keys", help="The keys that sign certificates.")
certificates_group = DatabaseGroup("certificates", help="Certificates.")


@keys_group.command("list")
def list_keys() -> None:
    """Name every key that ever signed, the newest first."""
    with reading():
        records = resources.published_keys()
    for record in records:
        until = "in use" if record.until_moment is None else f"until {record.until_moment:%Y-%m-%d %H:%M} UTC"
        note = "  (development)" if record.is_development else ""
        click.echo(f"{record.kid.hex()}  from {record.from_moment:%Y-%m-%d %H:%M} UTC  {until}{note}")
    if not records:
        click.echo("There is no key yet. Make one: flask keys create")


@keys_group.command("create")
def create() -> None:
    """Make a key that signs from now on."""
    with _refusals_in_words(), transaction():
        record = services.create_key(by=SITE, at=clock.now())
    click.echo(f"created {record.kid.hex()}")


@keys_group.command("rotate")
def rotate() -> None:
    """Make a new key; those in use until now sign no more, and what they signed stays verifiable."""
    with _refusals_in_words(), transaction():
        record = services.rotate_keys(by=SITE, at=clock.now())
    click.echo(f"created {record.kid.hex()}; earlier keys are retired")


@keys_group.command("retire")
@click.argument("kid")
def retire(kid: str) -> None:
    """End the span of a key; what it signed stays verifiable."""
    with _refusals_in_words(), transaction():
        services.retire_key(kid, by=SITE, at=clock.now())
    click.echo(f"retired {kid}")


@certificates_group.command("pdf")
@click.argument("certificate_id")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write.")
def pdf(certificate_id: str, out: Path) -> None:
    """Write the paper of a certificate to a file."""
    wanted = parse_certificate_id(certificate_id)
    with _refusals_in_words(), reading():
        found = resources.certificate(wanted) if wanted is not None else None
        if found is None:
            raise click.ClickException(f"There is no certificate {certificate_id}.")
        content = services.pdf_of(found)
    out.write_bytes(content)
    click.echo(f"{out}: {len(content)} bytes")


@contextmanager
def _refusals_in_words() -> Iterator[None]:
    try:
        yield
    except LmsError as error:
        with speaking("en"):
            raise click.ClickException(sentence(error)) from error
