# SPDX-License-Identifier: Apache-2.0
"""The files of a package folder: which there are, what they weigh, their digests. Links are never followed."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lms.manifests.findings import Finding, finding
from lms.manifests.yaml_text import text_of

MOST_FILES = 2_000
DEEPEST = 8
LARGEST_TEXT = 1_000_000
LARGEST_FILE = 1_000_000_000
LARGEST_PACKAGE = 4_000_000_000

TEXTS = frozenset({".yaml", ".md", ".vtt", ".svg"})
PICTURES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
MEDIA_TYPES = {**PICTURES, ".mp4": "video/mp4", ".vtt": "text/vtt"}

_BLOCK = 1 << 20
_BELONGS = re.compile(r"course\.yaml|modules/.+\.md|quiz/.+\.yaml|assets/.+\.(?:svg|png|jpe?g|mp4|vtt)")
_BEGINNINGS = {
    ".png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    ".jpg": re.compile(rb"\xff\xd8\xff"),
    ".jpeg": re.compile(rb"\xff\xd8\xff"),
    ".mp4": re.compile(rb"....ftyp", re.DOTALL),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the package; the digest of a text is taken with LF line ends."""

    path: str
    digest: str
    size: int
    text: str | None = None

    @property
    def ending(self) -> str:
        """The ending of its name, in small letters."""
        return os.path.splitext(self.path)[1].lower()


@dataclass(slots=True)
class Inventory:
    """All files of a package by their paths (NFC, with slashes), and what is wrong with them."""

    entries: dict[str, Entry] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def has(self, path: str) -> bool:
        """Whether there is such a file, even if its content cannot be used."""
        return path in self.entries

    def text(self, path: str) -> str | None:
        """The text of a file, if there is one that can be read."""
        entry = self.entries.get(path)
        return entry.text if entry is not None else None

    def under(self, folder: str, *endings: str) -> list[str]:
        """The paths below a folder with one of these endings, in order."""
        return sorted(e.path for e in self.entries.values() if e.path.startswith(folder) and e.ending in endings)


def take_inventory(root: Path) -> Inventory:
    """Look at every file below the folder once."""
    inventory = Inventory()
    total = 0
    for number, (path, name) in enumerate(_files(root, "", inventory.findings), start=1):
        if number > MOST_FILES:
            inventory.findings.append(finding(".", 1, "package-too-large", size=f">{MOST_FILES}", limit=MOST_FILES))
            break
        if name in inventory.entries:
            inventory.findings.append(finding(name, 1, "path-twice", path=name))
        elif (entry := _entry(path, name, inventory.findings)) is not None:
            inventory.entries[name] = entry
            total += entry.size
    if total > LARGEST_PACKAGE:
        inventory.findings.append(finding(".", 1, "package-too-large", size=total, limit=LARGEST_PACKAGE))
    return inventory


def content_of(root: Path, path: str) -> bytes:
    """The bytes of a file as the digest counts them: a text with LF line ends."""
    data = (root / path).read_bytes()
    return _normal(data) if os.path.splitext(path)[1].lower() in TEXTS else data


def _normal(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _files(folder: Path, above: str, findings: list[Finding], depth: int = 0) -> Iterator[tuple[Path, str]]:
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        name = above + _printable(entry.name)
        if entry.is_symlink():
            findings.append(finding(name, 1, "path-link", path=name))
        elif entry.is_dir(follow_symlinks=False) and depth < DEEPEST:
            yield from _files(Path(entry.path), f"{name}/", findings, depth + 1)
        elif not entry.is_file(follow_symlinks=False) or not _BELONGS.fullmatch(name):
            findings.append(finding(name, 1, "file-unexpected", path=name))
        else:
            yield Path(entry.path), name


def _printable(name: str) -> str:
    # names that are not UTF-8 or hide signs are shown with replacements; they never belong to a package anyway
    shown = "".join(sign if sign.isprintable() else "�" for sign in name)
    return unicodedata.normalize("NFC", shown)


def _entry(path: Path, name: str, findings: list[Finding]) -> Entry | None:
    ending = os.path.splitext(name)[1].lower()
    limit = LARGEST_TEXT if ending in TEXTS else LARGEST_FILE
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        findings.append(finding(name, 1, "file-unreadable", path=name))
        return None
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            findings.append(finding(name, 1, "file-unreadable", path=name))
            return None
        if status.st_size > limit:
            findings.append(finding(name, 1, "file-too-large", size=status.st_size, limit=limit))
            return Entry(name, "", 0)
        if ending in TEXTS:
            return _text_entry(name, file.read(limit + 1), findings)
        return _binary_entry(name, ending, iter(lambda: file.read(_BLOCK), b""), findings)


def _text_entry(name: str, data: bytes, findings: list[Finding]) -> Entry:
    text, faults = text_of(data, name)
    findings += faults
    normal = _normal(data)
    return Entry(name, hashlib.sha256(normal).hexdigest(), len(normal), text)


def _binary_entry(name: str, ending: str, blocks: Iterator[bytes], findings: list[Finding]) -> Entry:
    whole, size = hashlib.sha256(), 0
    for block in blocks:
        if size == 0 and not _BEGINNINGS[ending].match(block):
            findings.append(finding(name, 1, "file-kind", path=name))
        whole.update(block)
        size += len(block)
    if size == 0:
        findings.append(finding(name, 1, "file-kind", path=name))
    return Entry(name, whole.hexdigest(), size)
