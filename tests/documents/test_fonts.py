# SPDX-License-Identifier: Apache-2.0
"""The shipped fonts are the ones we looked at, and all weights can print the same names."""

import hashlib

import pytest
from fontTools.ttLib import TTFont

from lms.documents import cmap
from lms.documents.coverage import FONTS, SURVEYED

FILES = sorted(FONTS.glob("*.ttf"))


def test_every_file_has_the_sum_that_is_written_down():
    listed = dict(reversed(line.split("  ")) for line in (FONTS / "SHA256SUMS").read_text().splitlines())
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FONTS.iterdir()}
    found.pop("SHA256SUMS")
    assert found == listed


def test_the_licence_of_each_family_lies_beside_it():
    families = {path.name.partition("-")[0] for path in FILES}
    for family in families:
        assert "SIL OPEN FONT LICENSE" in (FONTS / f"OFL-{family}.txt").read_text()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_our_reading_of_a_font_is_that_of_an_independent_library(path):
    with TTFont(path, lazy=True) as font:
        their_characters = set(font["cmap"].getBestCmap())
        their_sequences = {
            (base, selector)
            for table in font["cmap"].tables
            if table.format == 14
            for selector, pairs in table.uvsDict.items()
            for base, _ in pairs
        }
    table = cmap.read(path)
    assert {point for span in cmap.characters(table) for point in span} == their_characters
    assert set(cmap.sequences(table)) == their_sequences


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_weight_has_what_the_surveyed_weight_of_its_family_has(path):
    family = path.name.partition("-")[0]
    surveyed = cmap.read(FONTS / next(name for name in SURVEYED if name.startswith(family + "-")))
    table = cmap.read(path)
    assert list(cmap.characters(table)) == list(cmap.characters(surveyed))
    assert list(cmap.sequences(table)) == list(cmap.sequences(surveyed))


def test_a_file_that_is_no_font_is_refused(tmp_path):
    path = tmp_path / "empty.ttf"
    path.write_bytes(bytes(12))
    with pytest.raises(ValueError, match="no cmap"):
        cmap.read(path)


def test_a_table_without_the_format_is_refused():
    with pytest.raises(ValueError, match="format 14"):
        list(cmap.sequences(b"\x00\x00\x00\x00"))
