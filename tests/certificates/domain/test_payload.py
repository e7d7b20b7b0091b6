# SPDX-License-Identifier: Apache-2.0
"""The signed facts: packed small, cut kindly, read back strictly."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.certificates.domain.payload import (
    MOST_NAME_BYTES,
    BadPayload,
    Key,
    Payload,
    fit_names,
    from_map,
    to_map,
)
from lms.graphemes import graphemes
from lms.identifiers import CROCKFORD

PAYLOAD = Payload(
    certificate_id="0123456789ABCDEF",
    name="山田　花子",
    kana="ヤマダ　ハナコ",
    birth_date=date(1955, 1, 2),
    course="TM",
    edition="2026-1",
    completed_on=date(2026, 7, 10),
    valid_through=date(2029, 7, 9),
    status_index=123,
)
DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1))
PAYLOADS = st.builds(
    Payload,
    certificate_id=st.text(CROCKFORD, min_size=16, max_size=16),
    name=st.text(max_size=40),
    kana=st.text(max_size=40),
    birth_date=DAYS,
    course=st.sampled_from(["TM", "SV", "TI", "LG"]),
    edition=st.text(max_size=8),
    completed_on=DAYS,
    valid_through=DAYS,
    status_index=st.none() | st.integers(0, 2**32),
    is_sample=st.booleans(),
    name_is_cut=st.booleans(),
    kana_is_cut=st.booleans(),
)


@given(PAYLOADS)
def test_facts_come_back_as_they_were(payload):
    assert from_map(to_map(payload)) == payload


def test_dates_are_days_since_1970_and_may_lie_before():
    packed = to_map(PAYLOAD)
    assert packed[Key.BIRTH_DATE] == -5478
    assert packed[Key.COMPLETED_ON] == 20644


def test_keys_are_small_plain_numbers():
    assert all(type(key) is int and 0 < key < 24 for key in to_map(PAYLOAD))


def test_the_id_is_packed_into_ten_bytes():
    assert to_map(replace(PAYLOAD, certificate_id="ZZZZZZZZZZZZZZZZ"))[Key.ID] == b"\xff" * 10


def test_a_sample_says_so_and_has_no_place_in_the_list():
    packed = to_map(replace(PAYLOAD, is_sample=True, status_index=None))
    assert packed[Key.IS_SAMPLE] is True
    assert Key.STATUS_INDEX not in packed


def test_a_cut_name_stands_under_another_key():
    packed = to_map(replace(PAYLOAD, kana_is_cut=True))
    assert Key.KANA_CUT in packed
    assert Key.KANA not in packed


def test_the_kana_gives_way_first():
    fitted = fit_names("山" * 20, "ヤ" * 20)
    assert (fitted.name, fitted.kana) == ("山" * 20, "ヤ" * 9)
    assert (fitted.name_is_cut, fitted.kana_is_cut) == (False, True)


def test_the_name_is_cut_only_when_it_has_no_room_by_itself():
    fitted = fit_names("山" * 40, "ヤマ")
    assert (fitted.name, fitted.kana) == ("山" * 29, "")
    assert (fitted.name_is_cut, fitted.kana_is_cut) == (True, True)


def test_names_that_fit_are_left_alone():
    fitted = fit_names("山田　花子", "ヤマダ　ハナコ")
    assert (fitted.name_is_cut, fitted.kana_is_cut) == (False, False)


def test_29_full_width_characters_fit():
    assert not fit_names("山" * 12, "ヤ" * 17).kana_is_cut
    assert fit_names("山" * 12, "ヤ" * 18).kana_is_cut


def test_a_variation_sequence_is_not_torn_apart():
    assert fit_names("山" * 27 + "邉\U000e0101", "").name == "山" * 27


@given(st.text(max_size=60), st.text(max_size=60))
def test_cut_names_fit_and_end_between_graphemes(name, kana):
    fitted = fit_names(name, kana)
    assert len((fitted.name + fitted.kana).encode()) <= MOST_NAME_BYTES
    for whole, kept, is_cut in ((name, fitted.name, fitted.name_is_cut), (kana, fitted.kana, fitted.kana_is_cut)):
        assert is_cut == (kept != whole)
        assert graphemes(whole)[: len(graphemes(kept))] == graphemes(kept)


@pytest.mark.parametrize("key", [key for key in Key if key in to_map(PAYLOAD) and key is not Key.STATUS_INDEX])
def test_a_missing_fact_is_refused(key):
    packed = to_map(PAYLOAD)
    del packed[key]
    with pytest.raises(BadPayload, match="missing"):
        from_map(packed)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (Key.ID, b"short"),
        (Key.ID, "0123456789"),
        (Key.NAME, b"bytes"),
        (Key.BIRTH_DATE, "1980-01-01"),
        (Key.BIRTH_DATE, True),
        (Key.BIRTH_DATE, 10**12),
        (Key.STATUS_INDEX, "1"),
        (Key.IS_SAMPLE, False),
        (Key.IS_SAMPLE, 1),
        (99, "what is this"),
        (Key.KANA_CUT, "twice"),
    ],
)
def test_a_fact_of_the_wrong_kind_is_refused(key, value):
    with pytest.raises(BadPayload, match=r"not|no key"):
        from_map({**to_map(PAYLOAD), int(key): value})


def test_true_is_not_taken_for_the_key_one():
    packed = {key: value for key, value in to_map(PAYLOAD).items() if key != 1}
    with pytest.raises(BadPayload, match="whole number"):
        from_map({**packed, True: bytes(10)})
