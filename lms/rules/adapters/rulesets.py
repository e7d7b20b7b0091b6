# SPDX-License-Identifier: Apache-2.0
"""A law file to a rule set: shape, citations, and whether its data fit together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from lms.manifests.findings import Finding, finding, has_errors
from lms.manifests.shapes import TextShape, shaped
from lms.manifests.yaml_text import Document, Trail, Value, read, text_of
from lms.periods import Span
from lms.rules.adapters.shapes import (
    CertificateShape,
    CourseTypeShape,
    FactShape,
    OutlineShape,
    RequirementShape,
    RoleShape,
    RuleSetShape,
    SpanShape,
    TestShape,
)
from lms.rules.domain.consistency import contradictions
from lms.rules.domain.facts import Bilingual, Fact
from lms.rules.domain.ruleset import (
    CertificateWording,
    CourseType,
    CourseTypeOutline,
    Draw,
    LegalItem,
    Requirement,
    Retest,
    Role,
    RuleSet,
    StillReading,
    TestForm,
)

T = TypeVar("T")
Given = TypeVar("Given")


def read_ruleset(data: bytes, file: str) -> tuple[RuleSet | None, list[Finding]]:
    """The rule set in a law file, and everything that is wrong with the file.

    With an error there is no rule set. `file` is the name that the findings carry.
    """
    text, findings = text_of(data, file)
    if text is None:
        return None, findings
    document, findings = read(text, file)
    if document is None:
        return None, findings
    shape, faults = shaped(RuleSetShape, document)
    findings += faults
    if shape is None:
        return None, sorted(findings)
    reader = _Reader(shape, document)
    ruleset = reader.ruleset(hashlib.sha256(text.encode()).hexdigest())
    findings += [*reader.findings, *reader.unused(), *_contradictions(ruleset, document)]
    findings = sorted(set(findings))
    return (None if has_errors(findings) else ruleset), findings


def read_rulesets(folder: Path) -> tuple[list[RuleSet], list[Finding]]:
    """The rule sets of all law files below a folder such as content/law."""
    rulesets, findings = [], []
    for path in sorted(folder.glob("*/*.yaml")):
        ruleset, found = read_ruleset(path.read_bytes(), str(path))
        findings += found
        if ruleset is not None:
            rulesets.append(ruleset)
    return rulesets, findings


def _contradictions(ruleset: RuleSet, document: Document) -> list[Finding]:
    return [
        finding(document.file, document.line(located(document.value, found.path)), found.code, **dict(found.values))
        for found in contradictions(ruleset)
    ]


def located(value: Value, path: str) -> Trail:
    """Where in a law file the datum with this path stands; of a repeated id, the last."""
    places: list[str | int] = []
    for name in path.split("."):
        place = _place(value, name)
        if place is None:
            break
        value = value[place]  # type: ignore[index]
        places.append(place)
    return tuple(places)


def _place(value: Value, name: str) -> str | int | None:
    if isinstance(value, dict):
        return name if name in value else None
    if isinstance(value, list):
        named = [number for number, part in enumerate(value) if isinstance(part, dict) and name in _names(part)]
        return named[-1] if named else None
    return None


def _names(part: dict[str, Value]) -> set[Value]:
    return {part[key] for key in ("id", "code", "value") if isinstance(part.get(key), str)}


def _both(text: TextShape) -> Bilingual:
    return Bilingual(text.ja, text.en)


def _same(value: T) -> T:
    return value


@dataclass(slots=True)
class _Reader:
    """Turns shapes into values of the domain, looking up each citation."""

    shape: RuleSetShape
    document: Document
    findings: list[Finding] = field(default_factory=list)
    cited: set[str] = field(default_factory=set)

    def ruleset(self, digest: str) -> RuleSet:
        shape = self.shape
        return RuleSet(
            scheme=shape.scheme,
            title=_both(shape.title),
            version=shape.version,
            written_on=shape.written_on,
            digest=digest,
            fictitious=shape.fictitious,
            roles=tuple(self._role(role) for role in shape.roles),
            course_types=tuple(self._course_type(known) for known in shape.course_types),
            outlines=tuple(self._outline(named) for named in shape.outlines),
            requirements=tuple(self._requirement(row) for row in shape.requirements),
        )

    def unused(self) -> list[Finding]:
        lines = self.document
        return [
            finding(lines.file, lines.line(("citations", name)), "cite-unused", id=name)
            for name in self.shape.citations
            if name not in self.cited
        ]

    def _fact(self, shape: FactShape[Given], path: str, made: Callable[[Given], T]) -> Fact[T]:
        citation = self.shape.citations.get(shape.cite)
        self.cited.add(shape.cite)
        if citation is None:
            self._note(path, "cite-unknown", id=shape.cite)
        words = _both(citation) if citation is not None else Bilingual("", "")
        note = _both(shape.note) if shape.note is not None else None
        return Fact(made(shape.value), words, shape.confirmed, path, note)

    def _note(self, path: str, code: str, **values: object) -> None:
        line = self.document.line(located(self.document.value, path))
        self.findings.append(finding(self.document.file, line, code, **values))

    def _role(self, shape: RoleShape) -> Role:
        path = f"roles.{shape.id}"
        return Role(
            shape.id, self._fact(shape.name, f"{path}.name", _both), self._fact(shape.held_at, f"{path}.held_at", _both)
        )

    def _course_type(self, shape: CourseTypeShape) -> CourseType:
        path = f"course_types.{shape.code}"
        return CourseType(
            code=shape.code,
            name=self._fact(shape.name, f"{path}.name", _both),
            roles=self._fact(shape.roles, f"{path}.roles", tuple),
            certificate=self._certificate(shape.certificate, f"{path}.certificate"),
            legal_items=tuple(
                LegalItem(
                    item.id,
                    self._fact(item.name, f"{path}.legal_items.{item.id}.name", _both),
                    self._fact(item.minutes, f"{path}.legal_items.{item.id}.minutes", _same),
                )
                for item in shape.legal_items
            ),
            test=self._test(shape.test, f"{path}.test"),
            retest=self._fact(shape.retest, f"{path}.retest", lambda value: Retest(value.attempts, value.wait_days)),
            validity_years=self._fact(shape.validity.years, f"{path}.validity.years", _same),
            validity_policy=self._fact(shape.validity.policy, f"{path}.validity.policy", _same),
            renewal_window_months=self._fact(shape.renewal_window_months, f"{path}.renewal_window_months", _same),
            modes=tuple(self._fact(mode, f"{path}.modes.{mode.value}", _same) for mode in shape.modes),
            least_identity=self._fact(shape.least_identity, f"{path}.least_identity", _same),
            devices=self._fact(shape.devices, f"{path}.devices", lambda value: tuple(map(str, value))),
            test_languages=self._fact(shape.test_languages, f"{path}.test_languages", lambda v: tuple(map(str, v))),
            still_reading=self._fact(
                shape.still_reading, f"{path}.still_reading", lambda value: StillReading(**value.model_dump())
            ),
        )

    def _certificate(self, shape: CertificateShape, path: str) -> CertificateWording:
        return CertificateWording(
            title=self._fact(shape.title, f"{path}.title", _both),
            statement=self._fact(shape.statement, f"{path}.statement", _both),
            article=self._fact(shape.article, f"{path}.article", _both),
            notice=self._fact(shape.notice, f"{path}.notice", _both),
        )

    def _test(self, shape: TestShape, path: str) -> TestForm:
        return TestForm(
            questions=self._fact(shape.questions, f"{path}.questions", _same),
            minutes=self._fact(shape.minutes, f"{path}.minutes", _same),
            pass_percent=self._fact(shape.pass_percent, f"{path}.pass_percent", _same),
            kinds=self._fact(shape.kinds, f"{path}.kinds", tuple),
            draw=self._fact(
                shape.draw, f"{path}.draw", lambda value: tuple(Draw(part.legal_item, part.questions) for part in value)
            ),
        )

    def _outline(self, shape: OutlineShape) -> CourseTypeOutline:
        path = f"outlines.{shape.code}"
        return CourseTypeOutline(
            code=shape.code,
            name=self._fact(shape.name, f"{path}.name", _both),
            roles=self._fact(shape.roles, f"{path}.roles", tuple),
            total_minutes=self._fact(shape.total_minutes, f"{path}.total_minutes", _same),
        )

    def _requirement(self, shape: RequirementShape) -> Requirement:
        path = f"requirements.{shape.id}"
        return Requirement(
            id=shape.id,
            role=shape.role,
            course_type=shape.course_type,
            strength=self._fact(shape.strength, f"{path}.strength", _same),
            look_back_years=self._fact(shape.look_back_years, f"{path}.look_back_years", _same),
            span=self._fact(shape.span, f"{path}.span", lambda value: self._span(value, f"{path}.span")),
        )

    def _span(self, shape: SpanShape, path: str) -> Span:
        if shape.until is not None and shape.until <= shape.start:
            self._note(path, "span-backwards")
            return Span(shape.start)
        return Span(shape.start, shape.until)
