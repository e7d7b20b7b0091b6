# SPDX-License-Identifier: Apache-2.0
"""A folder to a package: every file is looked at, and every finding told at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from lms.authoring.adapters.inventory import MEDIA_TYPES, PICTURES, Inventory, take_inventory
from lms.authoring.adapters.shapes import CourseShape, SheetShape, manifest_of, questions_of
from lms.authoring.adapters.svg import svg_findings
from lms.authoring.domain.captions import caption_faults
from lms.authoring.domain.faults import MANIFEST, Fault, Place, fault
from lms.authoring.domain.lessons import (
    hours_faults,
    naming_faults,
    placed_pages,
    placed_practices,
    repeated_ids,
    time_faults,
)
from lms.authoring.domain.package import Asset, Package, PackagePage, content_digest
from lms.authoring.domain.questions import Sheet, bank_faults, exercise_of, question_faults
from lms.courses.domain.manifest import CourseManifest, PageManifest
from lms.manifests.findings import Finding, finding, has_errors
from lms.manifests.shapes import shaped
from lms.manifests.yaml_text import Document, read
from lms.markup.markdown import Rendered, render
from lms.rules.domain.facts import LANGUAGES, Bilingual
from lms.rules.domain.ruleset import RuleSet, newest

_NOT_IN_PREFIX = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Links:
    """Where the site shows files and pages of an edition; places are {course}, {edition}, and {path} or {page}."""

    asset: str = "/courses/{course}/{edition}/{path}"
    page: str = "/courses/{course}/{edition}/pages/{page}"


def check(
    root: Path, rule_sets: Iterable[RuleSet], *, links: Links | None = None
) -> tuple[Package | None, list[Finding]]:
    """Read the package in a folder; with an error there is no package. Findings name files relative to the folder."""
    if not root.is_dir():
        return None, [finding(".", 1, "package-not-found")]
    checking = _Checking(root, tuple(rule_sets), links or Links(), take_inventory(root))
    package = checking.run()
    findings = sorted({*checking.inventory.findings, *checking.findings})
    return (None if has_errors(findings) else package), findings


@dataclass(slots=True)
class _Checking:
    root: Path
    rule_sets: Sequence[RuleSet]
    links: Links
    inventory: Inventory
    findings: list[Finding] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)
    manifest: CourseManifest | None = None
    used: set[str] = field(default_factory=set)

    def run(self) -> Package | None:
        self.manifest = self._manifest()
        shapes = self._sheet_shapes()
        self._files_alone()
        if self.manifest is None:
            self._loose_pages()
            return None
        ruleset = newest(self.rule_sets, self.manifest.scheme)
        sheets, practices = self._sheets(self.manifest, shapes), self._practices(self.manifest, shapes)
        self._rules(self.manifest, ruleset, sheets, list(practices.values()))
        pages = tuple(self._page(module.legal_item, place, page) for place, module, page in placed_pages(self.manifest))
        self._loose_pages()
        self._unused()
        if ruleset is None:
            return None
        questions = tuple(question for sheet in sheets for question in sheet.questions)
        exercises = {name: tuple(map(exercise_of, sheet.questions)) for name, sheet in practices.items()}
        return Package(self.manifest, pages, questions, self._assets(), self._digest(), ruleset.digest, exercises)

    # -- manifests ---------------------------------------------------------------------------------------------------

    def _document(self, file: str) -> Document | None:
        text = self.inventory.text(file)
        if text is None:
            return None
        document, findings = read(text, file)
        self.findings += findings
        if document is not None:
            self.documents[file] = document
        return document

    def _manifest(self) -> CourseManifest | None:
        if not self.inventory.has(MANIFEST):
            self.findings.append(finding(MANIFEST, 1, "file-missing", path=MANIFEST))
        document = self._document(MANIFEST)
        if document is None:
            return None
        shape, findings = shaped(CourseShape, document)
        self.findings += findings
        if shape is None:
            return None
        root = self.root.resolve()
        for key, name, folder in (("edition", shape.edition, root.name), ("course", shape.course, root.parent.name)):
            if folder != name:
                self._note(fault(MANIFEST, (key,), "folder-name", folder=folder, name=name))
        return manifest_of(shape)

    def _sheet_shapes(self) -> dict[str, SheetShape]:
        shapes: dict[str, SheetShape] = {}
        for file in self.inventory.under("quiz/", ".yaml"):
            document = self._document(file)
            if document is not None:
                shape, findings = shaped(SheetShape, document)
                self.findings += findings
                shapes |= {file: shape} if shape is not None else {}
        return shapes

    def _sheets(self, manifest: CourseManifest, shapes: dict[str, SheetShape]) -> list[Sheet]:
        sheets = []
        for number, module in enumerate(manifest.modules):
            self._need(module.questions, "quiz/", (".yaml",), ("modules", number, "questions"))
            shape = shapes.get(module.questions)
            if shape is not None:
                questions = questions_of(shape, module.legal_item)
                sheets.append(Sheet(module.questions, number, module.legal_item, questions))
        return sheets

    def _practices(self, manifest: CourseManifest, shapes: dict[str, SheetShape]) -> dict[str, Sheet]:
        practices = {}
        for place, practice in placed_practices(manifest):
            self._need(practice.file, "quiz/", (".yaml",), (*place, "file"))
            shape, number = shapes.get(practice.file), int(place[1])
            if shape is not None:
                legal_item = manifest.modules[number].legal_item
                questions = questions_of(shape, legal_item)
                practices[practice.id] = Sheet(practice.file, number, legal_item, questions)
        return practices

    def _rules(
        self, manifest: CourseManifest, ruleset: RuleSet | None, sheets: list[Sheet], practices: list[Sheet]
    ) -> None:
        faults = [*naming_faults(manifest, self.rule_sets), *repeated_ids(manifest)]
        faults += question_faults([*sheets, *practices], manifest)
        course_type = ruleset.course_type(manifest.course_type) if ruleset is not None else None
        if course_type is not None:
            faults += [*hours_faults(manifest, course_type), *bank_faults(sheets, course_type)]
        for found in faults:
            self._note(found)

    def _note(self, found: Fault) -> None:
        document = self.documents.get(found.file)
        line = document.line(found.place) if document is not None else 1
        self.findings.append(finding(found.file, line, found.code, **dict(found.values)))

    def _need(self, path: str, folder: str, endings: tuple[str, ...], place: Place, code: str = "file-missing") -> None:
        """Note that the manifest uses a file, which must lie in its folder and exist."""
        self.used.add(path)
        known = path in self.inventory.under(folder, *endings)
        if not known:
            self._note(fault(MANIFEST, place, code, path=path))

    # -- pages -------------------------------------------------------------------------------------------------------

    def _page(self, legal_item: str, place: Place, page: PageManifest) -> PackagePage:
        rendered = {}
        for language in LANGUAGES:
            file = f"{page.file}.{language}.md"
            self._need(file, "modules/", (".md",), (*place, "file"), "language-missing")
            rendered[language] = self._render(file, page.id)
        transcript = self._video(place, page)
        ja, en = rendered["ja"], rendered["en"]
        for found in time_faults(place, page, ja.characters):
            self._note(found)
        return PackagePage(page.id, legal_item, Bilingual(ja.html, en.html), (ja.characters, en.characters), transcript)

    def _video(self, place: Place, page: PageManifest) -> Bilingual | None:
        if page.video is None:
            return None
        self._need(page.video.file, "assets/", (".mp4",), (*place, "video", "file"), "asset-missing")
        html = {}
        for language in LANGUAGES:
            captions, transcript = page.video.captions[language], page.video.transcript[language]
            self._need(captions, "assets/", (".vtt",), (*place, "video", "captions", language), "asset-missing")
            self._need(transcript, "modules/", (".md",), (*place, "video", "transcript", language))
            html[language] = self._render(transcript, f"{page.id}-transcript").html
        return Bilingual(html["ja"], html["en"])

    def _render(self, file: str, prefix: str) -> Rendered:
        text = self.inventory.text(file)
        rendered = render(text or "", asset_url=self._picture, page_url=self._address, prefix=prefix)
        self.findings += [finding(file, found.line, found.code, **dict(found.values)) for found in rendered.faults]
        if text is not None and not rendered.characters and not rendered.faults:
            self.findings.append(finding(file, 1, "page-empty"))
        self.used.update(rendered.assets)
        return rendered

    def _picture(self, path: str) -> str | None:
        entry = self.inventory.entries.get(path)
        if entry is None or entry.ending not in PICTURES:
            return None
        return self._filled(self.links.asset, path=quote(path))

    def _address(self, page: str) -> str | None:
        if self.manifest is not None and not self.manifest.has_page(page):
            return None
        return self._filled(self.links.page, page=page)

    def _filled(self, pattern: str, **places: str) -> str:
        course = self.manifest.course if self.manifest is not None else "-"
        edition = self.manifest.edition if self.manifest is not None else "-"
        return pattern.format(course=course, edition=edition, **places)

    # -- files -------------------------------------------------------------------------------------------------------

    def _files_alone(self) -> None:
        """Check what can be checked without knowing what uses it."""
        for file in self.inventory.under("assets/", ".svg"):
            text = self.inventory.text(file)
            self.findings += svg_findings(text, file) if text is not None else []
        for file in self.inventory.under("assets/", ".vtt"):
            text = self.inventory.text(file)
            faults = caption_faults(text) if text is not None else []
            self.findings += [finding(file, line, code) for line, code in faults]

    def _loose_pages(self) -> None:
        """Render the pages that nothing uses as well: a fault in them would come alive with their first use."""
        for file in self.inventory.under("modules/", ".md"):
            if file not in self.used:
                self._render(file, _NOT_IN_PREFIX.sub("-", file.lower()).strip("-"))

    def _unused(self) -> None:
        unused = set(self.inventory.entries) - self.used - {MANIFEST}
        self.findings += [finding(file, 1, "file-unused", path=file) for file in unused]

    def _assets(self) -> tuple[Asset, ...]:
        entries = self.inventory.entries
        return tuple(
            Asset(path, entries[path].digest, entries[path].size, MEDIA_TYPES[entries[path].ending])
            for path in self.inventory.under("assets/", *MEDIA_TYPES)
        )

    def _digest(self) -> str:
        return content_digest((entry.path, entry.digest) for entry in self.inventory.entries.values())
