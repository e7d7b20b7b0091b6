# SPDX-License-Identifier: Apache-2.0
"""How a name will stand on a certificate."""

from __future__ import annotations

import pytest

from lms.accounts.adapters.printing import preview, unprintable
from lms.accounts.domain.names import NameGiven, NamePart


def shown(register, kana="ヤマダ", latin="YAMADA"):
    return preview(NameGiven(register, kana, latin))


@pytest.mark.parametrize("register", ["山田 花子", "髙﨑 𠮷子", "神谷 祥子", "渡邉 齋", "槗本"])
def test_what_the_fonts_have_prints_as_written(register):
    found = shown(register)
    assert (found.leads, found.rare, found.gives_way) == (register, (), False)


def test_a_form_that_the_fonts_lack_prints_as_the_plain_character_and_is_named():
    found = shown("渡邉󠄁")
    assert (found.leads, found.gives_way) == ("渡邉", False)
    assert [(rare.sign, rare.stand_in, rare.code_points) for rare in found.rare] == [("邉󠄁", "邉", "U+9089 U+E0101")]


@pytest.mark.parametrize("register", ["အောင်", "محمد", "ប៊ុន", "संजय"])
def test_a_script_that_the_fonts_lack_gives_way_to_latin_letters(register):
    found = shown(register)
    assert (found.register, found.leads, found.gives_way) == (None, "YAMADA", True)
    assert {rare.part for rare in found.rare} == {NamePart.REGISTER}


def test_who_has_no_kanji_leads_with_latin_letters_and_nothing_gives_way():
    found = shown(None)
    assert (found.leads, found.gives_way, found.rare) == ("YAMADA", False, ())


@pytest.mark.parametrize(("latin", "signs"), [("NGUYEN", ()), ("Nguyễn", ()), ("ƏLİYEV", ("Ə",)), ("O’NEILL", ())])
def test_letters_for_which_nothing_can_be_printed_are_named(latin, signs):
    assert unprintable(latin) == signs


def test_every_katakana_that_a_reading_may_have_can_be_printed():
    assert unprintable("".join(map(chr, (*range(0x30A1, 0x30FB), 0x30FC, 0x30FD, 0x30FE, 0x30FB)))) == ()
