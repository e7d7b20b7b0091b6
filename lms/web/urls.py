# SPDX-License-Identifier: Apache-2.0
"""Addresses inside the site: where a redirect may lead, and this page with another setting."""

from __future__ import annotations

from urllib.parse import quote, urlencode, urlsplit

from flask import request


def is_safe(target: str) -> bool:
    """Whether a redirect target stays on this site.

    Browsers read `\\` as `/` and drop control characters, so `/\\evil` and `/<tab>/evil` would leave it.
    """
    if not target.startswith("/") or target.startswith("//") or "\\" in target:
        return False
    if any(ord(sign) < 0x21 for sign in target):
        return False
    parts = urlsplit(target)
    return not parts.scheme and not parts.netloc


def next_or(default: str) -> str:
    """Where the form asked to go on to, if that is on this site; else the default."""
    target = request.values.get("next", "")
    return target if is_safe(target) else default


def path_with(**changes: str) -> str:
    """This page's path with query parameters changed, for links that switch a setting."""
    kept = {name: value for name, value in request.args.items() if name not in changes}
    return f"{quote(request.path)}?{urlencode({**kept, **changes})}"
