# SPDX-License-Identifier: Apache-2.0
"""`flask content …`: law files and course packages, checked and imported by the code that checks an uploaded one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from lms import clock
from lms.access.identity import SITE
from lms.authoring import services as authoring
from lms.authoring.domain.package import Package
from lms.cli.groups import DatabaseGroup
from lms.courses import queries as course_queries
from lms.db import reading, transaction
from lms.errors import LmsError
from lms.i18n import LOCALES, ngettext, speaking
from lms.manifests import labels
from lms.manifests.findings import Finding, has_errors
from lms.rules import queries as rule_queries
from lms.rules import services as rules
from lms.rules.domain.ruleset import RuleSet
from lms.web.errors import sentence

CONTENT = Path(__file__).resolve().parents[2] / "content"
LAW = CONTENT / "law"
COURSES = CONTENT / "courses"
HAS_ERRORS = 1

group = DatabaseGroup("content", help="Law files and course packages.")
_folder = click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path))
_file = click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_law = click.option(
    "--law",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=LAW,
    help="The folder of law files to check by, instead of the shipped one.",
)
_lang = click.option(
    "--lang", type=click.Choice(LOCALES), default="en", show_default=True, help="Language of the words."
)


@group.command("check")
@_folder
@_law
@click.option("--json", "as_json", is_flag=True, help="Write the findings as a JSON list.")
@_lang
def check(path: Path, law: Path, as_json: bool, lang: str) -> None:
    """Check the course package in PATH and print every finding; exit 1 when there is an error. Needs no database."""
    rule_sets, findings = rules.read_laws(law)
    package, found = authoring.check_package(path, rule_sets)
    with speaking(lang):
        _tell([*findings, *_within(path, found)], as_json=as_json)
        if package is not None:
            click.echo(f"{path}: {_summary(package)}", err=True)
    _stop_on_errors([*findings, *found])


@group.command("import")
@_folder
@_lang
def import_course(path: Path, lang: str) -> None:
    """Check the course package in PATH and make an edition of it; importing it again changes nothing."""
    with reading():
        rule_sets = rule_queries.current_all()
    with speaking(lang):
        _publish(_checked(path, rule_sets), path)


@group.command("law")
@_file
@_lang
def import_law(path: Path, lang: str) -> None:
    """Check the law file PATH and import it as a rule set; importing it again changes nothing."""
    with speaking(lang):
        _enact(_checked_law(path), path)


@group.command("import-all")
@click.option("--demonstration", is_flag=True, help="The fictitious law and its short course as well.")
def import_all(demonstration: bool) -> None:
    """Import what ships in content/: every law, then the newest edition of every course."""
    with speaking("en"):
        if not import_shipped(demonstration=demonstration):
            raise SystemExit(HAS_ERRORS)


def import_shipped(
    *, demonstration: bool, folder: Path = COURSES, published: Callable[[Path], datetime] | None = None
) -> bool:
    """Import every shipped law, then the newest shipped edition of every course; say whether all were faultless.

    A course with errors is told and passed over, so that the others can be taken. The fictitious law and course are
    only for a demonstration; what is imported already is not read again. `published` gives the moment at which an
    edition shall have been published, where that is not now.
    """
    laws = {path: _checked_law(path) for path in sorted(LAW.glob("*/*.yaml"))}
    wanted = {path: ruleset for path, ruleset in laws.items() if demonstration or not ruleset.fictitious}
    with reading():
        known = {path for path, law in wanted.items() if rule_queries.digest_of(law.scheme, law.version) == law.digest}
    for path, ruleset in wanted.items():
        if path not in known:
            _enact(ruleset, path)
    digests = {ruleset.digest for ruleset in wanted.values()}
    faultless = True
    for root in newest_editions(folder):
        if _is_here(root):
            click.echo(f"{root}: imported before")
            continue
        package, findings = authoring.check_package(root, laws.values())
        _tell(_within(root, findings))
        if package is None:
            faultless = False
        elif package.ruleset in digests:
            faultless &= _offer(package, root, published(root) if published is not None else None)
    return faultless


def _offer(package: Package, root: Path, at: datetime | None) -> bool:
    try:
        _publish(package, root, at=at)
    except click.ClickException as refused:
        click.echo(f"{root}: {refused.message}")
        return False
    return True


def newest_editions(folder: Path) -> list[Path]:
    """The folder of the newest edition of each course; labels count part by part: 2026-10 comes after 2026-9."""
    editions: dict[str, Path] = {}
    for root in sorted((manifest.parent for manifest in folder.glob("*/*/course.yaml")), key=_by_label):
        editions[root.parent.name] = root
    return [editions[course] for course in sorted(editions)]


def _by_label(root: Path) -> list[tuple[int, str]]:
    return [(int(part) if part.isdigit() else 0, part) for part in root.name.split("-")]


def _is_here(root: Path) -> bool:
    with reading():
        edition = course_queries.edition_by_label(root.parent.name, root.name)
        return edition is not None and edition.content_hash == authoring.digest_of(root)


def _checked_law(path: Path) -> RuleSet:
    ruleset, findings = rules.read_law(path)
    _tell(findings)
    _stop_on_errors(findings)
    if ruleset is None:
        raise SystemExit(HAS_ERRORS)
    return ruleset


def _checked(path: Path, rule_sets: Iterable[RuleSet]) -> Package:
    package, findings = authoring.check_package(path, rule_sets)
    _tell(_within(path, findings))
    _stop_on_errors(findings)
    if package is None:
        raise SystemExit(HAS_ERRORS)
    return package


def _enact(ruleset: RuleSet, path: Path) -> None:
    with _said(), transaction():
        rules.import_rule_set(path.read_text(encoding="utf-8"), by=SITE, at=clock.now())
    click.echo(f"{path}: {ruleset.scheme}, {ruleset.version}, {ruleset.digest[:12]}")


def _publish(package: Package, path: Path, *, at: datetime | None = None) -> None:
    with _said():
        authoring.store_assets(package, path)
        with transaction():
            authoring.import_package(package, path, by=SITE, at=at or clock.now())
    click.echo(f"{path}: {_summary(package)}")


@contextmanager
def _said() -> Iterator[None]:
    """A refusal as a sentence on the screen and exit code 1."""
    try:
        yield
    except LmsError as error:
        raise click.ClickException(sentence(error)) from error


def _within(path: Path, findings: Sequence[Finding]) -> list[Finding]:
    """The findings with the file names as they are seen from here, so that editors can jump to them."""
    return [replace(found, file=str(path / found.file)) for found in findings]


def _tell(findings: Sequence[Finding], *, as_json: bool = False) -> None:
    if as_json:
        click.echo(json.dumps([labels.as_data(found) for found in findings], ensure_ascii=False, indent=2))
        return
    for found in findings:
        click.echo(labels.line_of(found))


def _summary(package: Package) -> str:
    pages = ngettext("%(num)s page", "%(num)s pages", len(package.pages))
    questions = ngettext("%(num)s question", "%(num)s questions", len(package.questions))
    return f"{package.manifest.course} {package.manifest.edition}: {pages}, {questions}, {package.digest[:12]}"


def _stop_on_errors(findings: Sequence[Finding]) -> None:
    if has_errors(list(findings)):
        raise SystemExit(HAS_ERRORS)
