# SPDX-License-Identifier: Apache-2.0
"""Papers from templates: the same values give the same bytes, in any thread, and no box for a missing glyph."""

import threading

import pikepdf
import pytest

from lms.documents.typst import RenderingError, compiler_version, page_count, render, template_version

TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title, date: datetime(year: 2026, month: 7, day: 10))
#set text(font: ("Noto Serif JP", "Noto Sans JP"), lang: "ja", fallback: false)
#pdf.attach("raw.bin", bytes(data.raw), mime-type: "application/octet-stream", relationship: "data", description: "raw")
= #data.title
#data.at("pages", default: 1) pages
#for _ in range(data.at("pages", default: 1) - 1) { pagebreak(); [more] }
"""


@pytest.fixture
def template(tmp_path):
    path = tmp_path / "paper.typ"
    path.write_text(TEMPLATE)
    return path


def values(title="受講証明書", **more):
    return {"title": title, "raw": b"\x00\xff", **more}


def test_the_same_values_give_the_same_bytes(template):
    assert render(template, values()) == render(template, values())


def test_other_values_give_other_bytes(template):
    assert render(template, values()) != render(template, values("不合格通知書"))


def test_every_thread_gives_the_same_bytes(template):
    papers: list[bytes] = []
    threads = [threading.Thread(target=lambda: papers.append(render(template, values()))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(papers) == 8
    assert len(set(papers)) == 1


def test_a_paper_is_archivable_accessible_and_names_its_language(template, tmp_path):
    path = tmp_path / "paper.pdf"
    path.write_bytes(render(template, values()))
    with pikepdf.open(path) as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert metadata["pdfuaid:part"] == "1"
        assert str(pdf.Root.Lang) == "ja"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.docinfo["/Title"]) == "受講証明書"


def test_only_shipped_fonts_are_in_a_paper(template, tmp_path):
    path = tmp_path / "paper.pdf"
    path.write_bytes(render(template, values()))
    with pikepdf.open(path) as pdf:
        names = {str(thing.FontName) for thing in pdf.objects if is_font_descriptor(thing)}
    assert names
    assert all("NotoSerifJP" in name or "NotoSansJP" in name for name in names)


def is_font_descriptor(thing):
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"


@pytest.mark.parametrize("title", ["မြန်မာ", "ខ្មែរ", "丆"])
def test_a_sign_without_a_glyph_is_an_error_and_not_a_box(template, title):
    with pytest.raises(RenderingError, match="document-not-rendered"):
        render(template, values(title))


def test_a_failed_paper_does_not_spoil_the_next(template):
    before = render(template, values())
    with pytest.raises(RenderingError):
        render(template, values("丆"))
    assert render(template, values()) == before


@pytest.mark.parametrize("pages", [1, 3])
def test_pages_are_counted(template, pages):
    assert page_count(render(template, values(pages=pages))) == pages


def test_pages_of_something_else_are_not_counted():
    with pytest.raises(ValueError, match="not a document"):
        page_count(b"%PDF-1.7")


def test_what_a_template_cannot_take_is_refused(template):
    with pytest.raises(TypeError, match="set"):
        render(template, {"title": {"a"}})


def test_the_compiler_tells_the_version_it_writes_into_the_file(template):
    assert f"Typst {compiler_version()}".encode() in render(template, values())


def test_a_changed_neighbour_changes_the_version_of_a_template(tmp_path):
    versions = []
    for content in ("#let a = 1", "#let a = 2"):
        folder = tmp_path / content[-1]
        folder.mkdir()
        (folder / "paper.typ").write_text(TEMPLATE)
        (folder / "shared.typ").write_text(content)
        versions.append(template_version(folder / "paper.typ"))
    assert versions[0] != versions[1]
    assert all(version.startswith("paper-") for version in versions)
