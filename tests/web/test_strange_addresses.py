# SPDX-License-Identifier: Apache-2.0
"""Addresses that no page of ours ever links to."""

from __future__ import annotations

import pytest

from tests.browser import Browser

STRANGE = ["%00", "a%00b", "%F0%9F%8D%A3", "..%2f..%2fetc", "x" * 500]


@pytest.mark.parametrize("key", STRANGE)
@pytest.mark.parametrize("pattern", ["/courses/{}", "/C/{}", "/assets/{}/a.svg", "/account/new-password/{}"])
def test_a_strange_key_is_not_found_and_never_a_crash(browser: Browser, pattern: str, key: str) -> None:
    answer = browser.client.get(pattern.format(key), follow_redirects=True)
    assert answer.status_code in {404, 410, 200, 422}, answer.status_code
