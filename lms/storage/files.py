# SPDX-License-Identifier: Apache-2.0
"""Files by the digest of their content, in the data folder. What is stored never changes."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from lms import config

FOLDER = "files"


def put(content: bytes) -> str:
    """Store the bytes; the SHA-256 by which they are found again. Storing twice changes nothing."""
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(path, content)
    return digest


def path_of(digest: str) -> Path:
    """Where the bytes of a digest lie."""
    if len(digest) != 64 or not all(sign in "0123456789abcdef" for sign in digest):
        raise ValueError("not a SHA-256 in hex")
    return config.current().data_dir / FOLDER / digest[:2] / digest


def get(digest: str) -> bytes:
    """The bytes of a digest.

    Errors: FileNotFoundError.
    """
    return path_of(digest).read_bytes()


def _write_whole(path: Path, content: bytes) -> None:
    """Write beside and rename, so that a crash leaves no half file under the final name."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(name).rename(path)
