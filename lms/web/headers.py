# SPDX-License-Identifier: Apache-2.0
"""Security headers of every answer."""

from __future__ import annotations

from lms.config import Settings

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
ASSET_CSP = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
A_YEAR = 31_536_000


def fixed(settings: Settings) -> list[tuple[str, str]]:
    """The headers of every answer that does not say otherwise itself; files say how long they are kept."""
    headers = [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(self), geolocation=(), microphone=()"),
        ("Content-Security-Policy", CSP),
        ("Cache-Control", "no-store"),
    ]
    return [*headers, ("Strict-Transport-Security", f"max-age={A_YEAR}")] if settings.uses_https else headers
