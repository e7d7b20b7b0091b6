# SPDX-License-Identifier: Apache-2.0
"""One structured log line a request: the support code as its id, the rule instead of the address, no personal data."""

from __future__ import annotations

import logging
import secrets
import sys
import time
import traceback
from typing import Any

import orjson
from flask import Flask, Response, g, request

SUPPORT_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8
log = logging.getLogger("lms.request")


class JsonLines(logging.Formatter):
    """Log records as JSON, one a line."""

    KEPT = ("request_id", "method", "rule", "status", "milliseconds", "job")

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line.update({name: getattr(record, name) for name in self.KEPT if hasattr(record, name)})
        if record.exc_info:
            line["exception"] = _without_words(record.exc_info[1])
        return orjson.dumps(line).decode()


def _without_words(error: BaseException | None) -> list[str]:
    """Kinds and places of an error and of what led to it, without its words: they often quote what people typed."""
    lines: list[str] = []
    while error is not None:
        frames = traceback.extract_tb(error.__traceback__)
        lines.append(type(error).__qualname__)
        lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return lines


def _support_code() -> str:
    """A code to read out on the telephone; it stands in the log line of its request and holds no personal data."""
    drawn, signs = secrets.randbelow(len(SUPPORT_ALPHABET) ** CODE_LENGTH), ""
    for _ in range(CODE_LENGTH):
        drawn, sign = divmod(drawn, len(SUPPORT_ALPHABET))
        signs += SUPPORT_ALPHABET[sign]
    return f"{signs[:4]}-{signs[4:]}"


def init_app(app: Flask) -> None:
    """Log to standard error, each request once. Comes before all other hooks: what they refuse has its code, too."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger("lms")
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    root.propagate = app.testing

    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()
        g.support_code = _support_code()

    @app.after_request
    def finish(response: Response) -> Response:
        milliseconds = round((time.perf_counter() - g.started) * 1000, 1) if "started" in g else None
        log.info("request", extra=_about(response, milliseconds))
        return response


def _about(response: Response, milliseconds: float | None) -> dict[str, Any]:
    return {
        "request_id": g.get("support_code"),
        "method": request.method,
        "rule": request.url_rule.rule if request.url_rule else None,
        "status": response.status_code,
        "milliseconds": milliseconds,
    }
