# SPDX-License-Identifier: Apache-2.0
"""`flask docs …`: the pages of docs/ that are made from the code. A house test compares them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from werkzeug.routing import Rule

from lms.access.identity import NOBODY, SYSTEM_SCOPE, Grant, Identity, Role
from lms.access.policy import permits
from lms.audit.tags import DETAILS, Tag
from lms.web.routing import ACCESS_MARK, Access

FOLDER = Path(__file__).parents[2] / "docs"
MADE = "<!-- Made by `flask docs write`; do not edit. A test compares it with the code. -->"
YES, NO = "yes", "–"
group = AppGroup("docs", help="The generated pages of docs/.")


@dataclass(frozen=True, slots=True)
class _Thing:
    """Something that belongs to a person, and with her to an organization, to ask the policy about."""

    owner_key: str
    scopes: frozenset[str]


HER_ORGANIZATION, ANOTHER_ORGANIZATION = "hers", "another"
OWNER = Identity(person_key="she", grants=frozenset({Grant(Role.LEARNER)}))
HERS = _Thing(owner_key="she", scopes=frozenset({HER_ORGANIZATION}))


def _holding(role: Role, scope: str = SYSTEM_SCOPE) -> Identity:
    return Identity(person_key="other", grants=frozenset({Grant(Role.LEARNER), Grant(role, scope)}))


COLUMNS: Mapping[str, Identity] = {
    "visitor": NOBODY,
    "learner, own": OWNER,
    "learner, another's": Identity(person_key="other", grants=frozenset({Grant(Role.LEARNER)})),
    **{role.value: _holding(role) for role in Role if role not in {Role.LEARNER, Role.ORGANIZATION_MANAGER}},
    "manager, own people": _holding(Role.ORGANIZATION_MANAGER, HER_ORGANIZATION),
    "manager, others": _holding(Role.ORGANIZATION_MANAGER, ANOTHER_ORGANIZATION),
}


@group.command("write")
def write() -> None:
    """Write the generated pages anew."""
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(current_app), encoding="utf-8")
        click.echo(f"docs/{name}")


def permissions_page(app: Flask) -> str:
    """Every route with what it needs and who has that."""
    heads = ("method", "address", "needs", "on", *COLUMNS)
    rows = [(*_named(rule, access), *_answers(access)) for rule, access in marked_routes(app)]
    explanation = (
        "Who may enter which address. *Own* is a thing that belongs to the person signed in; the columns to its right\n"
        "are about things of other people. A *manager* looks after the people of one organization: *own people*\n"
        "belong to it today, *others* do not. What somebody made at a desk (a slip, a list) is hers alone. A thing\n"
        "that somebody may not see is answered like one that does not exist (404); an address without a thing answers\n"
        "403. "
        "A visitor is asked to sign in first."
    )
    return _page("Permissions", explanation, heads, rows)


def audit_events_page(_app: Flask | None = None) -> str:
    """Every kind of act in the audit record, with the details it carries."""
    rows = [(f"`{tag.value}`", ", ".join(f"`{name}`" for name in sorted(DETAILS[tag])) or NO) for tag in sorted(Tag)]
    explanation = (
        "What the audit record can hold. Each record also says when, who (the public key of the person; nothing for\n"
        "the site itself) and about which thing. Records are only ever appended."
    )
    return _page("Audit events", explanation, ("event", "details"), rows)


PAGES: Mapping[str, Callable[[Flask], str]] = {
    "permissions.md": permissions_page,
    "audit-events.md": audit_events_page,
}


def marked_routes(app: Flask) -> Iterator[tuple[Rule, Access]]:
    """Every rule whose view says who may enter, in the order of addresses."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, sorted(rule.methods or ()))):
        access = getattr(app.view_functions[rule.endpoint], ACCESS_MARK, None)
        if access is not None:
            yield rule, access


def _named(rule: Rule, access: Access) -> tuple[str, ...]:
    methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    return (", ".join(methods), f"`{rule.rule}`", access.words, access.on.__name__ if access.on else NO)


def _answers(access: Access) -> tuple[str, ...]:
    return tuple(_may(access, identity) for identity in COLUMNS.values())


def _may(access: Access, identity: Identity) -> str:
    if access.permission is None:
        return YES
    return YES if identity.is_signed_in and permits(identity, access.permission, HERS if access.on else None) else NO


def _page(title: str, explanation: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [f"# {title}", "", MADE, "", explanation, "", _line(heads), _line(["---"] * len(heads)), *map(_line, rows)]
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
