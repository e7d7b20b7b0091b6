# SPDX-License-Identifier: Apache-2.0
"""Security headers of every answer."""

from __future__ import annotations

from flask import Flask, Response

from lms.config import Settings

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
ASSET_CSP = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
A_YEAR = 31_536_000


def init_app(app: Flask, settings: Settings) -> None:
    """Add the headers to every answer of the site."""
    fixed = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
        "Content-Security-Policy": CSP,
    }
    if settings.uses_https:
        fixed["Strict-Transport-Security"] = f"max-age={A_YEAR}"

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in fixed.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")  # files say themselves how long they are kept
        return response
