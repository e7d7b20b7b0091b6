# SPDX-License-Identifier: Apache-2.0
"""What a browser says it is, as its owner would name it."""

from __future__ import annotations

# In this order: every browser also calls itself by the names of those after it.
BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def device_of(user_agent: str) -> str:
    """Name a device as its owner would name it, such as `Chrome, Windows`; empty if it does not say."""
    return named(device_number(user_agent))


def device_number(user_agent: str) -> int:
    """The device as a number below 128, for a support code."""
    browser, system = (
        next((place for place, (mark, _name) in enumerate(known, start=1) if mark in user_agent), 0)
        for known in (BROWSERS, SYSTEMS)
    )
    return browser * (len(SYSTEMS) + 1) + system


def named(number: int) -> str:
    """The name of a device by its number; empty for one that did not say."""
    browser, system = divmod(number, len(SYSTEMS) + 1)
    names = [
        known[place - 1][1] for known, place in ((BROWSERS, browser), (SYSTEMS, system)) if 0 < place <= len(known)
    ]
    return ", ".join(names)
