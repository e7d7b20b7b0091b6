# SPDX-License-Identifier: Apache-2.0
"""Papers as files. On a computer that others use, too, they open in the browser: nothing stays in its downloads."""

from __future__ import annotations

from flask import Response
from flask_login import current_user

PDF = "application/pdf"


def pdf(content: bytes, name: str) -> Response:
    """A PDF under this name: saved, or opened where nothing may be left behind."""
    how = "inline" if current_user.is_shared else "attachment"
    return Response(content, mimetype=PDF, headers={"Content-Disposition": f'{how}; filename="{name}.pdf"'})
