# SPDX-License-Identifier: Apache-2.0
"""What papers say of the training body, and what makes them."""

from __future__ import annotations

from datetime import date

from lms import links
from lms.audit import unaudited
from lms.certificates import notices, queries
from lms.certificates.adapters.paper import CERTIFICATE
from lms.certificates.domain.composing import words
from lms.certificates.domain.issuers import NOT_RECORDED, IssuerGiven
from lms.certificates.domain.snapshot import Issuer, SealKind, Template
from lms.certificates.models import IssuerVersion
from lms.documents import typst

LOOK = "a look; nothing is written"


@unaudited(LOOK)
def issuer_for(on: date) -> Issuer:
    """The training body as it names itself on a day; blanks until an officer recorded it."""
    version = queries.issuer_on(on)
    return blank_issuer() if version is None else as_issuer(version)


@unaudited(LOOK)
def as_issuer(version: IssuerVersion) -> Issuer:
    """A recorded version as papers carry it."""
    given = IssuerGiven(
        name=words(version.name),
        representative=words(version.representative),
        notice=words(version.notice),
        notice_confirmed=version.notice_confirmed,
        seal=SealKind(version.seal_kind),
        seal_digest=version.seal_digest,
        from_day=version.from_day,
    )
    return given.as_printed(version.key)


@unaudited(LOOK)
def blank_issuer() -> Issuer:
    """What a sample shows where the training body has not been recorded."""
    return Issuer(
        version=NOT_RECORDED,
        name=notices.words(notices.NO_ISSUER_NAME),
        representative=notices.words(notices.NO_REPRESENTATIVE),
        notice=notices.words(notices.NO_NOTICE),
        notice_confirmed=False,
        seal=SealKind.OMITTED,
    )


@unaudited(LOOK)
def template_now() -> Template:
    """The template with its fonts, and the compiler, as they are in this version of the site."""
    return Template(version=typst.template_version(CERTIFICATE), compiler=typst.compiler_version())


@unaudited(LOOK)
def verifier() -> str:
    """The address printed for whoever checks without a camera."""
    return links.absolute("/verify")
