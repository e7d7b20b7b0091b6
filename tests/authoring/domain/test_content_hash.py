# SPDX-License-Identifier: Apache-2.0
"""The content hash names one content only."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from lms.authoring.domain.package import content_digest

PATHS = st.text(alphabet="ab/.が", min_size=1, max_size=6)
DIGESTS = st.binary(max_size=4).map(lambda data: hashlib.sha256(data).hexdigest())
FILES = st.dictionaries(PATHS, DIGESTS, max_size=5)


@given(FILES, st.randoms())
def test_the_order_of_the_files_does_not_count(files: dict[str, str], random: object) -> None:
    shuffled = list(files.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert content_digest(shuffled) == content_digest(files.items())


@given(FILES, FILES)
def test_other_files_have_another_hash(one: dict[str, str], other: dict[str, str]) -> None:
    assert (content_digest(one.items()) == content_digest(other.items())) == (one == other)


def test_the_hash_is_the_documented_one() -> None:
    digest = hashlib.sha256(b"x").hexdigest()
    expected = hashlib.sha256(f"a.md\0{digest}\nb.md\0{digest}\n".encode()).hexdigest()
    assert content_digest([("b.md", digest), ("a.md", digest)]) == expected
