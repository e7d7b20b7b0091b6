# SPDX-License-Identifier: Apache-2.0
"""Passwords and secrets."""

from __future__ import annotations

from argon2 import PasswordHasher

from lms.accounts.adapters import hashing

PASSWORD = "kaeru to himawari 7"


def test_a_password_belongs_to_its_hash_and_to_no_other():
    known = hashing.hash_of(PASSWORD)
    assert hashing.matches(PASSWORD, known)
    assert not hashing.matches(PASSWORD + " ", known)


def test_one_password_has_many_hashes():
    assert hashing.hash_of(PASSWORD) != hashing.hash_of(PASSWORD)


def test_without_a_hash_nothing_belongs():
    assert not hashing.matches(PASSWORD, None)


def test_what_is_no_hash_belongs_to_nothing():
    assert not hashing.matches(PASSWORD, "nonsense")


def test_full_width_letters_are_the_same_password():
    assert hashing.matches("ｋａｅｒｕ", hashing.hash_of("kaeru"))


def test_a_hash_of_other_costs_is_made_anew():
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    assert (hashing.needs_rehash(weak), hashing.needs_rehash(hashing.hash_of(PASSWORD))) == (True, False)


def test_tokens_differ_and_are_long():
    tokens = {hashing.new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert min(map(len, tokens)) >= 43


def test_a_keyed_digest_depends_on_the_key_and_on_every_part():
    digests = {
        hashing.keyed(*parts)
        for parts in (("k", "a", "b"), ("l", "a", "b"), ("k", "ab"), ("k", "a", "c"), ("k", "b", "a"))
    }
    assert len(digests) == 5
