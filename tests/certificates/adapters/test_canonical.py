# SPDX-License-Identifier: Apache-2.0
"""Canonical JSON against the published examples, and of our own snapshots."""

import json
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.certificates.adapters.canonical import canonical, digest, snapshot_bytes
from lms.certificates.domain.snapshot import from_json
from tests.factories.snapshots import make_snapshot

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "rfc8785.json").read_text())
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def double(digits):
    return struct.unpack(">d", bytes.fromhex(digits))[0]


@pytest.mark.parametrize("vector", VECTORS["objects"], ids=["values", "order of keys"])
def test_the_objects_of_the_standard_come_out_as_printed_there(vector):
    assert canonical(json.loads(vector["input"])) == vector["output"].encode()


@pytest.mark.parametrize(("digits", "written"), VECTORS["numbers"].items())
def test_the_numbers_of_the_standard_come_out_as_printed_there(digits, written):
    assert canonical(double(digits)) == written.encode()


@pytest.mark.parametrize("digits", VECTORS["refused"])
def test_what_is_no_number_is_refused(digits):
    with pytest.raises(ValueError, match=r"."):
        canonical(double(digits))


@given(JSON)
def test_canonical_bytes_are_json_of_the_same_value(value):
    assert json.loads(canonical(value)) == value


@given(st.dictionaries(st.text(), st.integers(0, 9)), st.randoms(use_true_random=False))
def test_the_order_in_which_keys_were_added_does_not_matter(value, shuffler):
    names = list(value)
    shuffler.shuffle(names)
    assert canonical({name: value[name] for name in names}) == canonical(value)


def test_a_snapshot_reads_back_from_its_canonical_bytes_and_gives_the_same_again():
    content = snapshot_bytes(make_snapshot())
    assert snapshot_bytes(from_json(json.loads(content))) == content


def test_a_digest_is_sha_256():
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
