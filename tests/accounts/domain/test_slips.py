# SPDX-License-Identifier: Apache-2.0
"""The code of a slip: easy to read and type, its typing errors found; and who may make a slip for whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.access.identity import Role
from lms.accounts.domain.slips import (
    ALPHABET,
    CODE_LENGTH,
    CodeFault,
    Receiver,
    SlipKind,
    SlipRefusal,
    SlipState,
    check_sign,
    in_groups,
    kind_for,
    new_code,
    read_code,
    refusal_of,
    state_of,
)

BODY = "K7M3XWQ9"
CODE = BODY + check_sign(BODY)
AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
bodies = st.text(alphabet=ALPHABET, min_size=CODE_LENGTH - 1, max_size=CODE_LENGTH - 1)
places = st.integers(0, CODE_LENGTH - 1)


def test_a_new_code_is_read_as_itself_and_never_looks_like_a_number():
    for _ in range(300):
        code = new_code()
        assert read_code(in_groups(code)).code == code
        assert not code[:-1].isdigit()


def test_no_sign_is_taken_for_another():
    assert not set("0O1IL") & set(ALPHABET)
    assert len(ALPHABET) == len(set(ALPHABET)) == 31


def test_a_code_is_printed_in_three_groups_of_three():
    assert [len(group) for group in in_groups(CODE).split("-")] == [3, 3, 3]


@pytest.mark.parametrize(
    "typed",
    [
        in_groups(CODE), CODE, CODE.lower(), f" {in_groups(CODE)} ", in_groups(CODE).replace("-", "ー"),
        in_groups(CODE).replace("-", "　"), in_groups(CODE).replace("-", "−").lower(),
        "".join(chr(ord(sign) + 0xFEE0) for sign in CODE), "".join(chr(ord(sign) + 0xFEE0) for sign in CODE.lower()),
    ],
)  # fmt: skip
def test_any_width_case_and_separator_is_taken(typed):
    assert read_code(typed).code == CODE


@given(bodies, places, st.sampled_from(ALPHABET))
def test_every_single_wrong_sign_is_found(body, place, sign):
    code = body + check_sign(body)
    wrong = code[:place] + sign + code[place + 1 :]
    assert (read_code(wrong).fault is CodeFault.MISTYPED) is (wrong != code)


@given(bodies, places, places)
def test_any_two_signs_that_changed_places_are_found(body, one, other):
    signs = list(body + check_sign(body))
    signs[one], signs[other] = signs[other], signs[one]
    wrong = "".join(signs)
    assert (read_code(wrong).fault is CodeFault.MISTYPED) is (wrong != body + check_sign(body))


@pytest.mark.parametrize(
    ("typed", "fault", "signs"),
    [
        ("", CodeFault.LENGTH, ()),
        (CODE[:-1], CodeFault.LENGTH, ()),
        (CODE + "2", CodeFault.LENGTH, ()),
        ("1234 5671", CodeFault.NUMBER, ()),
        ("１２３４−５６７２", CodeFault.NUMBER, ()),
        ("K7M-3XW-Q0O", CodeFault.LOOK_ALIKE, ("0", "O")),
        ("k7m-3xw-q9l", CodeFault.LOOK_ALIKE, ("L",)),
        ("K7M-3XW-か9A", CodeFault.SIGNS, ("か",)),
        ("K7M*3XW*Q9A", CodeFault.SIGNS, ("*",)),
        ("\u202eK7M3XWQ9A", CodeFault.SIGNS, ("\u202e",)),
    ],
)
def test_what_cannot_be_a_code_says_why(typed, fault, signs):
    found = read_code(typed)
    assert (found.code, found.fault, found.signs) == ("", fault, signs)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_code_or_has_a_fault(typed):
    found = read_code(typed)
    assert bool(found.code) is (found.fault is None)


@pytest.mark.parametrize(
    ("used", "void", "days", "state"),
    [
        (False, False, 13, SlipState.OPEN),
        (False, False, 14, SlipState.EXPIRED),
        (True, False, 99, SlipState.USED),
        (False, True, 1, SlipState.VOID),
        (False, True, 99, SlipState.VOID),
    ],
)
def test_the_state_of_a_slip_follows_from_its_facts_and_the_moment(used, void, days, state):
    moment = AT + timedelta(days=days)
    found = state_of(
        expires_at=AT + timedelta(days=14),
        used_at=AT if used else None,
        void_at=AT if void else None,
        at=moment,
    )
    assert found is state


# --- who may make one ---

NEW = Receiver(has_account=False, is_closed=False, roles=())
BEGUN = Receiver(has_account=True, is_closed=False, roles=())


@pytest.mark.parametrize(
    ("receiver", "maker", "refusal"),
    [
        (NEW, Role.ORGANIZATION_MANAGER, None),
        (NEW, Role.OFFICER, None),
        (BEGUN, Role.OFFICER, None),
        (BEGUN, Role.OPERATOR, None),
        (BEGUN, Role.ORGANIZATION_MANAGER, SlipRefusal.BEGUN),
        (Receiver(True, False, (Role.ORGANIZATION_MANAGER,)), Role.OFFICER, None),
        (Receiver(True, False, (Role.OPERATOR,)), Role.OFFICER, SlipRefusal.OUTRANKED),
        (Receiver(True, False, (Role.OFFICER,)), Role.OFFICER, SlipRefusal.OUTRANKED),
        (Receiver(True, False, (Role.AUTHOR,)), Role.OFFICER, SlipRefusal.OUTRANKED),
        (Receiver(False, False, (Role.OFFICER,)), Role.ORGANIZATION_MANAGER, SlipRefusal.BEGUN),
        (Receiver(False, False, (Role.ORGANIZATION_MANAGER,)), Role.ORGANIZATION_MANAGER, SlipRefusal.BEGUN),
        (Receiver(False, False, (Role.OFFICER,)), Role.OFFICER, SlipRefusal.OUTRANKED),
        (Receiver(True, False, (Role.OFFICER,)), Role.OPERATOR, None),
        (Receiver(True, True, ()), Role.OPERATOR, SlipRefusal.CLOSED),
        (Receiver(True, True, ()), Role.OFFICER, SlipRefusal.CLOSED),
        (Receiver(True, True, ()), Role.ORGANIZATION_MANAGER, SlipRefusal.BEGUN),
        (Receiver(False, False, (), is_merged=True), Role.ORGANIZATION_MANAGER, SlipRefusal.BEGUN),
        (Receiver(True, False, (), is_merged=True), Role.OFFICER, SlipRefusal.MERGED),
        (Receiver(True, False, (Role.OFFICER,), is_merged=True), Role.OPERATOR, SlipRefusal.MERGED),
    ],
)
def test_who_may_make_a_slip_for_whom(receiver, maker, refusal):
    assert refusal_of(receiver, maker={maker}) is refusal


def test_a_slip_for_somebody_who_has_signed_in_is_a_recovery():
    assert (kind_for(NEW), kind_for(BEGUN)) == (SlipKind.FIRST, SlipKind.RECOVERY)
