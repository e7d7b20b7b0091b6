# SPDX-License-Identifier: Apache-2.0
"""What we took from others lies unchanged, licensed and listed; what we wrote names only what is there."""

import hashlib
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "lms" / "static"
VENDOR = STATIC / "vendor"
LIST = "SHA256SUMS"
PACKAGES = sorted(folder for folder in VENDOR.iterdir() if folder.is_dir())
OUR_STYLES = sorted((STATIC / "css").glob("*.css"))
LARGEST_VERIFY_STYLE = 8_000
SETTING = re.compile(r"(--[\w-]+)\s*:")
USE = re.compile(r"var\((--[\w-]+)\)")


def listed(package: Path) -> dict[str, str]:
    lines = (package / LIST).read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def present(package: Path) -> dict[str, str]:
    files = (path for path in package.rglob("*") if path.is_file() and path.name != LIST)
    return {path.relative_to(package).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def settings_of(*styles: Path) -> set[str]:
    return {name for style in styles for name in SETTING.findall(style.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("package", PACKAGES, ids=lambda folder: folder.name)
def test_vendored_files_are_exactly_those_of_the_list(package):
    assert present(package) == listed(package)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda folder: folder.name)
def test_a_vendored_folder_carries_its_licence(package):
    assert "LICENSE" in listed(package)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda folder: folder.name)
def test_a_vendored_folder_names_its_version(package):
    assert re.fullmatch(r"[a-z0-9.-]+-\d+\.\d+\.\d+", package.name)


@pytest.mark.parametrize("style", OUR_STYLES, ids=lambda path: path.name)
def test_our_styles_use_only_variables_that_exist(style):
    known = settings_of(style)
    if style.name != "verify.css":
        known |= settings_of(STATIC / "css" / "base.css", *VENDOR.rglob("*.css"))
    assert set(USE.findall(style.read_text(encoding="utf-8"))) <= known


@pytest.mark.parametrize("style", OUR_STYLES, ids=lambda path: path.name)
def test_our_styles_load_nothing(style):
    assert re.search(r"@import|url\(", style.read_text(encoding="utf-8")) is None


def test_the_style_of_the_public_certificate_page_is_small():
    assert (STATIC / "css" / "verify.css").stat().st_size <= LARGEST_VERIFY_STYLE


def test_the_mark_is_the_same_drawing_wherever_it_stands():
    drawings = [
        re.findall(r'fill-rule="evenodd" d="([^"]+)"', path.read_text(encoding="utf-8"))
        for path in (
            STATIC / "img" / "logo.svg",
            STATIC / "favicon.svg",
            STATIC.parent / "templates" / "components" / "logo.html",
        )
    ]
    assert drawings[0] == drawings[1] == drawings[2] != []
