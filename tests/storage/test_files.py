# SPDX-License-Identifier: Apache-2.0
"""Files by the digest of their content."""

import hashlib
import threading

import pytest

from lms import config
from lms.storage import files


@pytest.fixture(autouse=True)
def site(app):
    return app


def test_what_was_stored_is_found_by_its_digest():
    digest = files.put(b"a certificate")
    assert digest == hashlib.sha256(b"a certificate").hexdigest()
    assert files.get(digest) == b"a certificate"


def test_an_empty_file_is_a_file():
    assert files.get(files.put(b"")) == b""


def test_storing_twice_changes_nothing():
    digest = files.put(b"once")
    before = files.path_of(digest).stat()
    assert files.put(b"once") == digest
    after = files.path_of(digest).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_files_lie_in_the_data_folder_and_nothing_half_written_stays():
    digest = files.put(b"content")
    folder = config.current().data_dir / files.FOLDER
    assert [path for path in folder.rglob("*") if path.is_file()] == [folder / digest[:2] / digest]


def test_what_was_never_stored_is_not_found():
    with pytest.raises(FileNotFoundError):
        files.get("0" * 64)


@pytest.mark.parametrize(
    "digest",
    ["", "0" * 63, "0" * 65, "A" * 64, "g" * 64, "../" * 21 + "0", "0" * 62 + "/.", "\uff10" * 64, "0" * 63 + "\n"],
)
def test_what_is_no_digest_leads_nowhere(digest):
    with pytest.raises(ValueError, match="SHA-256"):
        files.path_of(digest)


def test_many_who_store_the_same_store_one_whole_file():
    content = b"x" * 200_000
    threads = [threading.Thread(target=files.put, args=(content,)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    path = files.path_of(hashlib.sha256(content).hexdigest())
    assert path.read_bytes() == content
    assert [other.name for other in path.parent.iterdir()] == [path.name]
