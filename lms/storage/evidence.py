# SPDX-License-Identifier: Apache-2.0
"""Pictures of people's documents, apart from the files of the site: own folder, random names, for the site's user only.

What lies here is deleted when it has served; a name says nothing and is never shown to anybody.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from lms import config

FOLDER = "evidence"
NAME = re.compile(r"[0-9a-f]{32}")
_OWN_FOLDER, _OWN_FILE = 0o700, 0o600


def put(content: bytes) -> str:
    """Store the bytes under a new random name, by which alone they are found again."""
    folder = _folder()
    folder.mkdir(mode=_OWN_FOLDER, parents=True, exist_ok=True)
    name = secrets.token_hex(16)
    handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWN_FILE)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return name


def get(name: str) -> bytes:
    """The bytes under a name.

    Errors: FileNotFoundError.
    """
    return path_of(name).read_bytes()


def remove(name: str) -> None:
    """Delete what lies under a name, if it is still there."""
    path_of(name).unlink(missing_ok=True)


def remove_strays(known: Collection[str], *, older_than: datetime) -> int:
    """Delete what nobody knows of any more, unless it is so young that its act may still be under way; how many."""
    if not _folder().is_dir():
        return 0
    strays = [
        path
        for path in _folder().iterdir()
        if NAME.fullmatch(path.name) and path.name not in known and path.stat().st_mtime < older_than.timestamp()
    ]
    for path in strays:
        path.unlink(missing_ok=True)
    return len(strays)


def path_of(name: str) -> Path:
    """Where the bytes of a name lie."""
    if NAME.fullmatch(name) is None:
        raise ValueError("not a name that was given here")
    return _folder() / name


def _folder() -> Path:
    return config.current().data_dir / FOLDER
