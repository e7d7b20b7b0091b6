# SPDX-License-Identifier: Apache-2.0
"""The texts that people accept."""

from __future__ import annotations

import re

import pytest

from lms.accounts.adapters import texts
from lms.accounts.domain.registration import TextName
from lms.i18n import LOCALES
from lms.markup import markdown


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", TextName)
def test_a_text_renders_without_a_fault(name, locale):
    body = texts.wording(name, locale).body
    assert markdown.render(body, asset_url=lambda _: None, page_url=lambda _: None).faults == ()


@pytest.mark.parametrize("name", TextName)
def test_both_languages_have_the_same_sections(name):
    numbers = [re.findall(r"^## (\d+)\.", texts.wording(name, locale).body, re.MULTILINE) for locale in LOCALES]
    assert numbers[0] == numbers[1]
    assert len(numbers[0]) > 4


def test_a_text_is_found_by_its_digest_in_either_language():
    for locale in LOCALES:
        wording = texts.wording(TextName.TERMS, locale)
        assert texts.by_digest(TextName.TERMS, wording.digest) == wording


def test_a_digest_of_another_text_is_none():
    assert texts.by_digest(TextName.PRIVACY, texts.wording(TextName.TERMS, "ja").digest) is None
