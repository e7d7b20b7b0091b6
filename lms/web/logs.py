# SPDX-License-Identifier: Apache-2.0
"""The log as JSON, one line a record, without personal data. The line of each request is written by the frame."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from typing import Any

import orjson
from flask import Flask


class JsonLines(logging.Formatter):
    """Log records as JSON, one a line."""

    KEPT = ("request_id", "job")

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


_alone = threading.Lock()


def write(line: str) -> None:
    """Write a line that is already JSON to standard error, whole: many threads write there."""
    with _alone:
        sys.stderr.write(line)


def init_app(app: Flask) -> None:
    """Log to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger("lms")
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    root.propagate = app.testing
