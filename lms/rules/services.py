# SPDX-License-Identifier: Apache-2.0
"""Writing the law: importing an immutable rule set, signing off what its text could not confirm."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select

from lms import audit
from lms.access.identity import Identity
from lms.audit import Tag, unaudited
from lms.db import db, lock_rows
from lms.errors import Conflict, Invalid, NotFound
from lms.manifests.findings import Finding
from lms.manifests.yaml_text import text_of
from lms.rules import queries
from lms.rules.adapters.rulesets import read_ruleset, read_rulesets
from lms.rules.domain.ruleset import RuleSet
from lms.rules.models import RuleSetText, SignOff

UPLOADED = "rule set"


@unaudited("reads a file and changes nothing")
def read_law(path: Path) -> tuple[RuleSet | None, list[Finding]]:
    """The rule set in a law file, and everything that is wrong with the file."""
    return read_ruleset(path.read_bytes(), str(path))


@unaudited("reads files and changes nothing")
def read_laws(folder: Path) -> tuple[list[RuleSet], list[Finding]]:
    """The rule sets of all law files below a folder such as content/law."""
    return read_rulesets(folder)


def import_rule_set(text: str, *, by: Identity, at: datetime) -> RuleSet:
    """Keep a version of a scheme's rules for ever; importing the same text again changes nothing.

    Errors: Invalid for a text that has errors, Conflict for another text under a version that is taken.
    """
    ruleset, findings = read_ruleset(text.encode(), UPLOADED)
    plain, _ = text_of(text.encode(), UPLOADED)
    if ruleset is None or plain is None:
        raise Invalid("rule-set-faulty", first=str(findings[0]))
    known = queries.digest_of(ruleset.scheme, ruleset.version)
    if known == ruleset.digest:
        return ruleset
    if known is not None:
        raise Conflict("rule-set-version-taken", scheme=ruleset.scheme, version=ruleset.version)
    row = RuleSetText(
        digest=ruleset.digest,
        scheme=ruleset.scheme,
        version=ruleset.version,
        written_on=ruleset.written_on,
        text=plain,
        imported_at=at,
    )
    db.session.add(row)
    audit.record(
        Tag.RULE_SET_IMPORTED,
        by=by,
        about=row,
        at=at,
        scheme=ruleset.scheme,
        version=ruleset.version,
        digest=ruleset.digest,
    )
    return ruleset


def sign_off(digest: str, *, item: str, document: str, confirmed_on: date, by: Identity, at: datetime) -> SignOff:
    """Confirm one datum of a rule set by naming the document it was read in.

    Errors: NotFound for a rule set that was never imported, Invalid for an item it does not have,
    Conflict for an item that needs no sign-off or has one.
    """
    row = db.session.scalar(lock_rows(select(RuleSetText).where(RuleSetText.digest == digest)))
    if row is None:
        raise NotFound("rule-set-unknown")
    fact = next((fact for fact in queries.facts_of(queries.rule_set(digest)) if fact.path == item), None)
    if fact is None:
        raise Invalid("rule-item-unknown", item=item)
    if fact.confirmed or item in queries.signed_items(digest):
        raise Conflict("rule-item-confirmed", item=item)
    signed = SignOff(
        rule_set=row, item=item, document=document, confirmed_on=confirmed_on, recorded_at=at, recorded_by=by.person_key
    )
    db.session.add(signed)
    audit.record(Tag.RULE_SIGNED_OFF, by=by, about=row, at=at, digest=digest, item=item, document=document)
    return signed
