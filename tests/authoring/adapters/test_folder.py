# SPDX-License-Identifier: Apache-2.0
"""A package folder is read whole or refused, and every fault is told at once with its file and line."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from pathlib import Path

import pytest

from lms.authoring.adapters import inventory
from lms.authoring.adapters.folder import Links, check
from lms.authoring.domain.package import Package
from lms.manifests.findings import Finding, finding
from lms.quizzes.domain.questions import SingleChoice, TrueFalse
from lms.rules.domain.facts import Bilingual
from tests.factories.packages import (
    COURSE,
    FILES,
    SHEET,
    codes_in,
    damaged,
    demonstration_rules,
    findings_in,
    write_package,
)
from tests.factories.rulesets import TECHNICAL_BEFORE

READING = "modules/first/01-reading.ja.md"
ONE_QUESTION = SHEET.split("  - id: {name}-02")[0].format(name="a", page="reading")


def package_in(root: Path, links: Links | None = None) -> Package:
    package, findings = check(root, [demonstration_rules()], links=links)
    assert findings == []
    assert package is not None
    return package


def test_a_faultless_package_is_read_without_a_finding(tmp_path: Path) -> None:
    package = package_in(write_package(tmp_path))
    assert package.manifest.title == Bilingual("小さな講習", "A small course")
    assert [page.id for page in package.pages] == ["reading", "answering"]
    assert [page.legal_item for page in package.pages] == ["studying", "testing"]
    assert package.ruleset == demonstration_rules().digest
    assert package.page("answering") is package.pages[1]
    assert package.asset("assets/film.mp4") is package.assets[-1]
    assert package.page("none") is package.asset("none") is None
    kinds = [(asset.path, asset.media_type) for asset in package.assets]
    assert kinds == [
        ("assets/box.svg", "image/svg+xml"),
        ("assets/film.en.vtt", "text/vtt"),
        ("assets/film.ja.vtt", "text/vtt"),
        ("assets/film.mp4", "video/mp4"),
    ]


def test_pages_are_rendered_in_both_languages_with_the_addresses_of_the_site(tmp_path: Path) -> None:
    links = Links(asset="/lehre/{course}/{edition}/{path}", page="/lehre/{course}/{edition}/seite/{page}")
    page = package_in(write_package(tmp_path), links).pages[0]
    assert '<h2 id="h-reading-1">読む</h2>' in page.html.ja
    assert '<img src="/lehre/small/2026-1/assets/box.svg" alt="A box" loading="lazy">' in page.html.en
    assert 'href="/lehre/small/2026-1/seite/answering"' in page.html.ja
    assert page.transcript == Bilingual("<p>始まります。</p>\n", "<p>It begins.</p>\n")
    assert page.characters == (2 + 5 + 1 + 1, 7 + 5 + 4)


def test_questions_become_values_with_the_legal_item_of_their_module(tmp_path: Path) -> None:
    first, second, third, _ = package_in(write_package(tmp_path)).questions
    assert isinstance(first, TrueFalse)
    assert isinstance(second, SingleChoice)
    assert (first.id, first.legal_item, first.key) == ("first-01", "studying", "true")
    assert (second.choices, second.key) == (("a", "b"), "b")
    assert third.legal_item == "testing"


def test_a_missing_folder_is_a_finding(tmp_path: Path) -> None:
    assert check(tmp_path / "none", []) == (None, [finding(".", 1, "package-not-found")])


def test_an_empty_folder_lacks_its_manifest(tmp_path: Path) -> None:
    assert codes_in(write_package(tmp_path, **dict.fromkeys(FILES))) == [("course.yaml", 1, "file-missing")]


def test_an_error_withholds_the_package_but_a_warning_does_not(tmp_path: Path) -> None:
    warned = write_package(tmp_path / "a", **{"assets/more.svg": FILES["assets/box.svg"]})
    package, findings = check(warned, [demonstration_rules()])
    assert [found.code for found in findings] == ["file-unused"]
    assert package is not None
    package, findings = check(write_package(tmp_path / "b", **{"quiz/first.yaml": None}), [demonstration_rules()])
    assert package is None


@pytest.mark.parametrize(
    ("over", "found"),
    [
        ({"modules/first/01-reading.en.md": None}, ("course.yaml", 16, "language-missing")),
        ({"modules/first/film.ja.md": None}, ("course.yaml", 25, "file-missing")),
        ({"assets/film.mp4": None}, ("course.yaml", 23, "asset-missing")),
        ({"assets/film.en.vtt": None}, ("course.yaml", 24, "asset-missing")),
        ({"assets/box.svg": None}, (READING, 5, "markup-image-missing")),
        ({"quiz/second.yaml": None}, ("course.yaml", 38, "file-missing")),
        ({"course.yaml": "format: 1\n  bad: x"}, ("course.yaml", 2, "yaml-syntax")),
        ({"quiz/first.yaml": "questions: [a, b"}, ("quiz/first.yaml", 1, "yaml-syntax")),
        ({"course.yaml": COURSE + "colour: red\n"}, ("course.yaml", 39, "key-unknown")),
        ({"course.yaml": COURSE + "edition: x\n"}, ("course.yaml", 39, "yaml-duplicate-key")),
        (damaged("course.yaml", "format: 1", "format: 2"), ("course.yaml", 1, "value-unknown")),
        (damaged("course.yaml", '"2026-1"', '"2026-2"'), ("course.yaml", 3, "folder-name")),
        (damaged("course.yaml", "course: small", "course: other"), ("course.yaml", 2, "folder-name")),
        (damaged("course.yaml", "minutes: 2", "minutes: 0"), ("course.yaml", 18, "number-too-small")),
        (damaged("course.yaml", "minutes: 2", 'minutes: "2"'), ("course.yaml", 18, "not-whole-number")),
        (damaged("course.yaml", "minutes: 2", "minutes: 1"), ("course.yaml", 14, "minutes-too-few")),
        (
            damaged("course.yaml", "legal_item: testing", "legal_item: singing"),
            ("course.yaml", 28, "legal-item-unknown"),
        ),
        (
            damaged("course.yaml", "legal_item: testing", "legal_item: studying"),
            ("course.yaml", 10, "legal-item-missing"),
        ),
        (damaged("course.yaml", "course_type: ST", "course_type: XX"), ("course.yaml", 4, "course-type-unknown")),
        (damaged("course.yaml", "scheme: demonstration", "scheme: moon"), ("course.yaml", 5, "scheme-unknown")),
        (damaged("course.yaml", "id: answering", "id: reading"), ("course.yaml", 31, "duplicate-id")),
        (damaged("course.yaml", "id: second", "id: first"), ("course.yaml", 27, "duplicate-id")),
        (damaged("course.yaml", "en: Nothing", 'en: " "'), ("course.yaml", 9, "text-empty")),
        (damaged("course.yaml", ", en: Nothing", ""), ("course.yaml", 9, "key-missing")),
        (
            damaged("course.yaml", "file: modules/second/01-answering", "file: modules/first/01-reading"),
            ("course.yaml", 32, "file-used-twice"),
        ),
        (
            damaged("course.yaml", "questions: quiz/second.yaml", "questions: quiz/first.yaml"),
            ("course.yaml", 38, "file-used-twice"),
        ),
        (damaged("course.yaml", "assets/film.mp4", "../film.mp4"), ("course.yaml", 23, "path-outside")),
        (damaged("course.yaml", "assets/film.mp4", "/etc/passwd"), ("course.yaml", 23, "path-outside")),
        (damaged("course.yaml", "assets/film.mp4", "assets//film.mp4"), ("course.yaml", 23, "path-outside")),
        (damaged("course.yaml", "assets/film.mp4", "course.yaml"), ("course.yaml", 23, "asset-missing")),
        (damaged("quiz/first.yaml", "id: first-02", "id: first-01"), ("quiz/first.yaml", 9, "duplicate-id")),
        (damaged("quiz/second.yaml", "id: second-01", "id: first-01"), ("quiz/second.yaml", 2, "duplicate-id")),
        (damaged("quiz/first.yaml", "answer: b", "answer: c"), ("quiz/first.yaml", 16, "answer-unknown")),
        (damaged("quiz/first.yaml", "{id: b,", "{id: a,"), ("quiz/first.yaml", 15, "duplicate-id")),
        (damaged("quiz/first.yaml", "page: reading", "page: nowhere"), ("quiz/first.yaml", 4, "page-unknown")),
        (
            damaged("quiz/first.yaml", "page: reading", "page: answering"),
            ("quiz/first.yaml", 4, "question-page-elsewhere"),
        ),
        (damaged("quiz/first.yaml", "kind: true_false", "kind: essay"), ("quiz/first.yaml", 2, "value-unknown")),
        (damaged("quiz/first.yaml", "answer: true", "answer: yes"), ("quiz/first.yaml", 6, "not-yes-or-no")),
        ({"quiz/first.yaml": ONE_QUESTION}, ("course.yaml", 26, "bank-too-small")),
        ({READING: "## 読む\n\n<script>x</script>\n"}, (READING, 3, "markup-html")),
        ({READING: "行\n" * 10_000}, (READING, 2001, "markup-too-many-lines")),
        ({READING: "\n\n"}, (READING, 1, "page-empty")),
        ({READING: "![](assets/box.svg)\n"}, (READING, 1, "markup-alt-missing")),
        ({READING: b"\xff\xfe"}, (READING, 1, "not-utf-8")),
        ({READING: "一\n二\u202e三"}, (READING, 2, "control-character")),
        ({READING: "一\x00二"}, (READING, 1, "control-character")),
        ({"modules/first/loose.ja.md": "一\n\n<script>"}, ("modules/first/loose.ja.md", 3, "markup-html")),
        ({"quiz/loose.yaml": "questions: []"}, ("quiz/loose.yaml", 1, "list-too-short")),
        ({"assets/loose.svg": "<svg/>"}, ("assets/loose.svg", 1, "svg-root")),
        ({"assets/film.ja.vtt": "WEBVTT\n\n1:2 --> 3\nx\n"}, ("assets/film.ja.vtt", 3, "captions-time")),
        ({"assets/film.mp4": b"MZ not a film"}, ("assets/film.mp4", 1, "file-kind")),
        ({"assets/film.mp4": b""}, ("assets/film.mp4", 1, "file-kind")),
        ({"assets/photo.png": b"GIF89a"}, ("assets/photo.png", 1, "file-kind")),
        ({"assets/run.exe": b"MZ"}, ("assets/run.exe", 1, "file-unexpected")),
        ({"assets/page.html": "<script>"}, ("assets/page.html", 1, "file-unexpected")),
        ({".git/config": "x"}, (".git/config", 1, "file-unexpected")),
        ({"README.md": "x"}, ("README.md", 1, "file-unexpected")),
    ],
)
def test_a_damaged_package_is_refused_at_the_line(
    tmp_path: Path, over: dict[str, str | bytes | None], found: tuple[str, int, str]
) -> None:
    assert found in codes_in(write_package(tmp_path, **over))


def test_all_findings_are_told_at_once_and_in_order(tmp_path: Path) -> None:
    over = {
        **damaged("course.yaml", "minutes: 2", "minutes: 1"),
        **damaged("quiz/first.yaml", "answer: b", "answer: c"),
        "modules/second/01-answering.ja.md": "# 題\n\n<b>",
        "assets/film.ja.vtt": "",
        "extra.txt": "x",
    }
    found = codes_in(write_package(tmp_path, **over))
    assert found == sorted(found)
    assert [code for _, _, code in found] == [
        "captions-header",
        "minutes-too-few",
        "minutes-too-few",
        "file-unexpected",
        "markup-heading-first",
        "markup-html",
        "answer-unknown",
    ]


def test_pages_and_questions_are_checked_even_when_the_manifest_cannot_be_read(tmp_path: Path) -> None:
    over = {
        "course.yaml": "format: [",
        "modules/second/01-answering.ja.md": "<b>",
        **damaged("quiz/first.yaml", "answer: true", "answer: perhaps"),
    }
    assert {code for _, _, code in codes_in(write_package(tmp_path, **over))} == {
        "yaml-syntax",
        "markup-html",
        "not-yes-or-no",
    }


def test_too_few_minutes_name_both_figures(tmp_path: Path) -> None:
    root = write_package(tmp_path, **damaged("course.yaml", "minutes: 2", "minutes: 1"))
    told = str(check(root, [demonstration_rules()])[1][0])
    assert told == (
        "course.yaml:14: the pages of the legal item “studying” add up to 1 minutes, "
        "expected at least 2 minutes, as the rule set demands"
    )


def test_a_course_type_that_is_only_named_cannot_be_taught(tmp_path: Path) -> None:
    over = damaged("course.yaml", "scheme: demonstration", "scheme: technical-intern-training")
    over["course.yaml"] = over["course.yaml"].replace("course_type: ST", "course_type: SV")
    _, findings = check(write_package(tmp_path, **over), [TECHNICAL_BEFORE])
    assert [(found.line, found.code) for found in findings] == [(4, "course-type-not-teachable")]


def test_links_are_refused_and_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("<b>secret</b>")
    root = write_package(tmp_path, **{"modules/second/01-answering.en.md": None})
    (root / "modules/second/01-answering.en.md").symlink_to(secret)
    (root / "assets/all").symlink_to(tmp_path)
    found = codes_in(root)
    assert ("modules/second/01-answering.en.md", 1, "path-link") in found
    assert ("assets/all", 1, "path-link") in found
    assert not [code for _, _, code in found if code == "markup-html"]


def test_a_pipe_in_the_folder_does_not_stop_the_check(tmp_path: Path) -> None:
    root = write_package(tmp_path)
    os.mkfifo(root / "assets" / "pipe.svg")
    assert ("assets/pipe.svg", 1, "file-unexpected") in codes_in(root)


def test_two_spellings_of_one_name_are_refused(tmp_path: Path) -> None:
    composed = unicodedata.normalize("NFC", "assets/が.svg")
    decomposed = unicodedata.normalize("NFD", composed)
    root = write_package(tmp_path, **{composed: FILES["assets/box.svg"], decomposed: FILES["assets/box.svg"]})
    assert (composed, 1, "path-twice") in codes_in(root)


def test_a_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    root = write_package(tmp_path)
    with open(os.fsencode(root) + b"/assets/\xff\n.svg", "wb") as file:
        file.write(b"x")
    assert ("assets/��.svg", 1, "file-kind") not in codes_in(root)
    assert any(file.startswith("assets/�") for file, _, _ in codes_in(root))


def test_a_folder_in_a_folder_without_end_is_refused(tmp_path: Path) -> None:
    deep = "assets/" + "a/" * (inventory.DEEPEST + 1) + "x.svg"
    codes = {code for _, _, code in codes_in(write_package(tmp_path, **{deep: FILES["assets/box.svg"]}))}
    assert "file-unexpected" in codes


def test_too_many_or_too_large_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_package(tmp_path)
    monkeypatch.setattr(inventory, "MOST_FILES", 5)
    assert (".", 1, "package-too-large") in codes_in(root)
    monkeypatch.setattr(inventory, "MOST_FILES", 100)
    monkeypatch.setattr(inventory, "LARGEST_TEXT", 300)
    assert ("course.yaml", 1, "file-too-large") in codes_in(root)
    monkeypatch.setattr(inventory, "LARGEST_TEXT", 10_000)
    monkeypatch.setattr(inventory, "LARGEST_PACKAGE", 100)
    assert (".", 1, "package-too-large") in codes_in(root)


def test_the_content_of_a_file_has_the_digest_of_its_asset(tmp_path: Path) -> None:
    svg = FILES["assets/box.svg"]
    assert isinstance(svg, str)
    root = write_package(tmp_path, **{"assets/box.svg": svg.replace("\n", "\r\n")})
    for asset in package_in(root).assets:
        assert hashlib.sha256(inventory.content_of(root, asset.path)).hexdigest() == asset.digest


def test_a_file_that_may_not_be_opened_is_a_finding(tmp_path: Path) -> None:
    root = write_package(tmp_path)
    # permissions do not hold the superuser back, so the file vanishes between the look and the opening
    found = inventory._files(root, "", [])
    gone = [path for path, name in found if name == "assets/box.svg"]
    gone[0].unlink()
    findings: list[Finding] = []
    assert inventory._entry(gone[0], "assets/box.svg", findings) is None
    assert [one.code for one in findings] == ["file-unreadable"]


def test_line_ends_do_not_change_the_hash(tmp_path: Path) -> None:
    unix = package_in(write_package(tmp_path / "unix"))
    windows = {path: content.replace("\n", "\r\n") for path, content in FILES.items() if isinstance(content, str)}
    assert package_in(write_package(tmp_path / "windows", **windows)).digest == unix.digest


@pytest.mark.parametrize("file", sorted(FILES))
def test_every_file_counts_for_the_hash(tmp_path: Path, file: str) -> None:
    before = package_in(write_package(tmp_path / "before")).digest
    content = FILES[file]
    additions = {".md": "\n終わりです。\n", ".yaml": "# a\n", ".vtt": "\nNOTE a\n", ".svg": "<!-- a -->"}
    more = content + b"\0" if isinstance(content, bytes) else content + additions[Path(file).suffix]
    assert package_in(write_package(tmp_path / "after", **{file: more})).digest != before


def test_a_renamed_file_changes_the_hash(tmp_path: Path) -> None:
    before = package_in(write_package(tmp_path / "before")).digest
    over = damaged("course.yaml", "assets/film.mp4", "assets/movie.mp4")
    over |= {"assets/film.mp4": None, "assets/movie.mp4": FILES["assets/film.mp4"]}  # type: ignore[dict-item]
    assert package_in(write_package(tmp_path / "after", **over)).digest != before


PRACTICE = """\
    practice:
      id: first-practice
      file: quiz/first-practice.yaml
      title: {ja: 練習問題, en: Practice}
      minutes: 3
"""
EXERCISES = SHEET.format(name="first-p", page="reading").replace("confirmed: true", "confirmed: true, fact: C16")


def with_practice(practice: str = PRACTICE, exercises: str = EXERCISES) -> dict[str, str]:
    course = COURSE.replace("    questions: quiz/first.yaml\n", f"    questions: quiz/first.yaml\n{practice}")
    return {"course.yaml": course, "quiz/first-practice.yaml": exercises}


def test_a_practice_adds_its_minutes_to_the_module_and_never_its_questions_to_the_bank(tmp_path: Path) -> None:
    package = package_in(write_package(tmp_path, **with_practice()))
    assert [module.page_ids for module in package.manifest.modules] == [("reading", "first-practice"), ("answering",)]
    assert package.manifest.minutes_by_item() == {"studying": 5, "testing": 2}
    assert [page.id for page in package.pages] == ["reading", "answering"]
    assert [question.id for question in package.questions] == ["first-01", "first-02", "second-01", "second-02"]
    first, second = package.exercises["first-practice"]
    assert (first.id, first.choices, first.answer, first.page) == ("first-p-01", (), "true", "reading")
    assert ([choice.id for choice in second.choices], second.answer) == (["a", "b"], "b")


def test_a_page_may_lead_to_a_practice(tmp_path: Path) -> None:
    linked = f"{FILES[READING]}\n[練習](page:first-practice)\n"
    package = package_in(write_package(tmp_path, **with_practice(), **{READING: linked}))
    assert "/pages/first-practice" in package.pages[0].html.ja


def test_the_number_of_a_fact_stays_with_its_source(tmp_path: Path) -> None:
    package = package_in(write_package(tmp_path, **with_practice()))
    assert [source.fact for source in package.exercises["first-practice"][0].sources] == ["C16"]
    assert [source.fact for source in package.questions[0].sources] == [None]


@pytest.mark.parametrize(
    ("practice", "exercises", "code"),
    [
        (PRACTICE.replace("id: first-practice", "id: answering"), EXERCISES, "duplicate-id"),
        (PRACTICE.replace("first-practice.yaml", "second.yaml"), EXERCISES, "file-used-twice"),
        (PRACTICE.replace("first-practice.yaml", "gone.yaml"), EXERCISES, "file-missing"),
        (PRACTICE.replace("minutes: 3", "minutes: 0"), EXERCISES, "number-too-small"),
        (PRACTICE, EXERCISES.replace("first-p-01", "second-01"), "duplicate-id"),
        (PRACTICE, EXERCISES.replace("page: reading", "page: first-practice"), "page-unknown"),
        (PRACTICE, EXERCISES.replace("page: reading", "page: answering"), "question-page-elsewhere"),
        (PRACTICE, EXERCISES.replace("answer: b", "answer: c"), "answer-unknown"),
        (PRACTICE, EXERCISES.replace("fact: C16", "fact: C-16"), "not-a-fact"),
    ],
)
def test_a_practice_is_checked_like_pages_and_questions(
    tmp_path: Path, practice: str, exercises: str, code: str
) -> None:
    root = write_package(tmp_path, **with_practice(practice, exercises))
    assert code in {found for _, _, found in codes_in(root)}


def timed(reading: int, working: int) -> dict[str, str]:
    time = f"time: {{reading: {reading}, working: {working}}}"
    return {"course.yaml": COURSE.replace("        minutes: 2\n", f"        minutes: 2\n        {time}\n", 1)}


def test_the_minutes_of_a_page_may_be_explained(tmp_path: Path) -> None:
    first, second = package_in(write_package(tmp_path, **timed(1, 1))).manifest.pages()
    assert first[1].time is not None
    assert (first[1].time.reading, first[1].time.working, second[1].time) == (1, 1, None)


def test_an_explanation_that_does_not_add_up_is_refused(tmp_path: Path) -> None:
    assert codes_in(write_package(tmp_path, **timed(1, 2))) == [("course.yaml", 19, "time-sum")]


@pytest.mark.parametrize(
    ("characters", "reading", "is_told"),
    [(1300, 1, True), (1300, 2, False), (1301, 2, True), (500, 4, False), (500, 5, True), (499, 4, True)],
)
def test_a_reading_time_that_does_not_suit_the_text_is_told(
    tmp_path: Path, characters: int, reading: int, is_told: bool
) -> None:
    course = timed(reading, 1)["course.yaml"].replace(
        "minutes: 2\n        time", f"minutes: {reading + 1}\n        time"
    )
    root = write_package(
        tmp_path, **{"course.yaml": course, READING: f"{'字' * characters}\n\n![図](assets/box.svg)\n"}
    )
    found = [finding.code for finding in findings_in(root)]
    assert found == (["reading-time"] if is_told else [])
    assert check(root, [demonstration_rules()])[0] is not None
