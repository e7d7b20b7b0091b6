# SPDX-License-Identifier: Apache-2.0
"""Papers: the values of a snapshot handed to the templates, and nothing else, so that they can be made again."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import cast

from lms.certificates.adapters.canonical import snapshot_bytes
from lms.certificates.adapters.qr import symbol
from lms.certificates.domain.failure import NoticeOfFailure
from lms.certificates.domain.snapshot import Holder, Issuer, SealKind, Snapshot
from lms.documents.coverage import missing
from lms.documents.typst import RenderingError, page_count, render
from lms.documents.wareki import wareki
from lms.identifiers import in_groups

TEMPLATES = Path(__file__).parents[2] / "templates" / "pdf"
CERTIFICATE = TEMPLATES / "certificate.typ"
NOTICE_OF_FAILURE = TEMPLATES / "notice_of_failure.typ"
# The least that two decoders read at 150 dpi after a blur whatever the version: at 0.6 mm one of them lost every third
# code of version 12. The largest code then stands 4.6 cm wide.
MODULE_MM = 0.7
SNAPSHOT_FILE, MESSAGE_FILE = "snapshot.json", "certificate.cose"

Json = dict[str, object]


def certificate_pdf(
    snapshot: Snapshot,
    *,
    qr_url: str | None,
    cose: bytes | None,
    seal_image: bytes | None = None,
    reissued_on: date | None = None,
) -> bytes:
    """The certificate, the sample or the learning record as PDF/A-3a and PDF/UA-1, with the signed facts attached.

    Errors: RenderingError for a sign no shipped font has; ValueError if the picture of the seal is missing.
    """
    title = f"{snapshot.title.ja} {snapshot.number or ''}".strip()
    return _on_one_page(
        CERTIFICATE,
        {
            **_as_data(snapshot),
            "holder": _holder(snapshot.holder),
            "document": _document(title, snapshot.issuer, snapshot.issued_on),
            "certificate_id": in_groups(snapshot.certificate_id),
            "minutes": snapshot.minutes,
            "reissued": None if reissued_on is None else _day(reissued_on),
            "seal_image": _seal(snapshot.issuer, seal_image),
            "qr": None if qr_url is None else _code(qr_url),
            "files": _files(snapshot, cose),
        },
    )


def notice_of_failure_pdf(notice: NoticeOfFailure, *, seal_image: bytes | None = None) -> bytes:
    """The notice of failure as PDF/A-3a and PDF/UA-1.

    Errors: RenderingError for a sign no shipped font has; ValueError if the picture of the seal is missing.
    """
    return _on_one_page(
        NOTICE_OF_FAILURE,
        {
            **_as_data(notice),
            "holder": _holder(notice.holder),
            "document": _document(notice.title.ja, notice.issuer, notice.issued_on),
            "seal_image": _seal(notice.issuer, seal_image),
        },
    )


def _on_one_page(template: Path, data: Json) -> bytes:
    """The paper on one page, in the narrow setting if need be; a page more only when even that does not help."""
    document = render(template, {**data, "compact": False})
    return document if page_count(document) == 1 else render(template, {**data, "compact": True})


def _document(title: str, issuer: Issuer, day: date) -> Json:
    return {"title": title, "author": issuer.name.ja, "year": day.year, "month": day.month, "day": day.day}


def _code(url: str) -> Json:
    code = symbol(url)
    return {"url": url, "svg": code.svg(), "modules": code.size_with_quiet_zone, "module_mm": MODULE_MM}


def _files(snapshot: Snapshot, cose: bytes | None) -> list[Json]:
    facts: Json = {
        "name": SNAPSHOT_FILE,
        "content": snapshot_bytes(snapshot).decode(),
        "relationship": "source",
        "type": "application/json",
        "description": "Snapshot of the certificate, canonical JSON (RFC 8785)",
    }
    signed: Json = {
        "name": MESSAGE_FILE,
        "content": cose,
        "relationship": "data",
        "type": "application/cose",
        "description": "Signed facts of the certificate, COSE_Sign1 (RFC 9052)",
    }
    return [facts] if cose is None else [facts, signed]


def _seal(issuer: Issuer, image: bytes | None) -> bytes | None:
    if issuer.seal is not SealKind.IMAGE:
        return None
    if image is None:
        raise ValueError("the issuer seals with a picture, and none was given")
    return image


def _holder(holder: Holder) -> Json:
    printed = {name: _printable(getattr(holder, name), holder) for name in ("name", "kana", "latin")}
    return {**_as_data(holder), **printed}


def _printable(text: str, holder: Holder) -> str:
    for substitution in holder.substitutions:
        text = text.replace(substitution.typed, substitution.printed)
    # The compiler stops at a missing character but drops a missing variation without a word.
    if lacking := missing(text):
        signs = " ".join("+".join(sign.code_points) for sign in lacking)
        raise RenderingError("name-not-printable", signs=signs)
    return text


def _as_data(record: object) -> Json:
    return {name: _value(getattr(record, name)) for name in _names(cast(type, type(record)))}


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _value(value: object) -> object:
    if is_dataclass(value):
        return _as_data(value)
    if isinstance(value, tuple):
        return [_value(member) for member in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return _day(value) if isinstance(value, date) else value


def _day(day: date) -> Json:
    return {"year": day.year, "month": day.month, "day": day.day, "wareki": wareki(day)}
