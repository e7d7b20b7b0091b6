# SPDX-License-Identifier: Apache-2.0
"""What a device is called."""

from __future__ import annotations

import pytest

from lms.web.devices import device_number, device_of, named

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36"
)
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 15_6 like Mac OS X) AppleWebKit/605.1.15 Version/15.6 Safari/604.1"
ANDROID = "Mozilla/5.0 (Linux; Android 8.0.0; SM-G930F) AppleWebKit/537.36 Chrome/109.0.0.0 Mobile Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (CHROME, "Chrome, Windows"),
        (CHROME + " Edg/109.0.1518.78", "Edge, Windows"),
        (PHONE, "Safari, iPhone"),
        (ANDROID, "Chrome, Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0", "Firefox, Linux"),
        ("curl/8.5", ""),
        ("", ""),
    ],
)
def test_a_device_is_called_by_browser_and_system(agent, device):
    assert device_of(agent) == device


@pytest.mark.parametrize("agent", [CHROME, PHONE, ANDROID, ""])
def test_its_number_fits_a_support_code_and_leads_back_to_its_name(agent):
    assert device_number(agent) < 128
    assert named(device_number(agent)) == device_of(agent)
