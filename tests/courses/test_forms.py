# SPDX-License-Identifier: Apache-2.0
import pytest

from lms.courses.forms import Said, said_by

WHOLE = {"opens": "0", "ticket": "abc", "visible": "1", "sign": "1", "block": "12", "video": "30"}


def test_a_beat_is_read_as_it_was_said():
    assert said_by(WHOLE) == Said(False, "abc", True, True, 12, 30)


def test_whatever_is_missing_was_not_said():
    assert said_by({}) == Said(False, "", False, False, 0, 0)


@pytest.mark.parametrize("number", ["-1", "1e3", "١٢", "9" * 40, "12.5", "", "NaN", " 5"])
def test_a_place_that_is_no_number_is_the_beginning(number):
    assert said_by({**WHOLE, "block": number, "video": number}).block == 0


def test_a_place_beyond_every_page_is_cut_off():
    assert said_by({**WHOLE, "block": "99999"}).block == 10_000


@pytest.mark.parametrize("flag", ["true", "yes", "0", "01", "2"])
def test_only_one_word_says_yes(flag):
    assert not said_by({**WHOLE, "visible": flag, "sign": flag}).had_sign


def test_a_ticket_of_any_length_fits():
    assert len(said_by({**WHOLE, "ticket": "x" * 5000}).ticket) == 16
