# SPDX-License-Identifier: Apache-2.0
"""How long a browser stays signed in, and what a device is called."""

from __future__ import annotations

from datetime import timedelta

LONGEST_SESSION = timedelta(hours=16)
"""A long day: who studies every evening signs in every evening, for it matters who studies."""
# In this order: every browser also calls itself by the names of those after it.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def device_of(user_agent: str) -> str:
    """Name a device as its owner would name it, such as `Chrome, Windows`; empty if it does not say."""
    named = (next((name for mark, name in known if mark in user_agent), "") for known in (_BROWSERS, _SYSTEMS))
    return ", ".join(name for name in named if name)
