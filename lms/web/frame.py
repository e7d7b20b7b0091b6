# SPDX-License-Identifier: Apache-2.0
"""What every answer has, refusals and crashes too: a support code, security headers, one line in the log.

It lies around the application, not in its hooks: there it would cost each answer more than Flask itself does.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import orjson

from lms import clock
from lms.web.support import code_for

SUPPORT_CODE = "koshu.support_code"
RULE = "koshu.rule"
"""The environment's key for the rule that a request was found by; the log names it instead of the address."""

Environment = dict[str, Any]
Headers = list[tuple[str, str]]


class Frame:
    """A WSGI application around another. `write` takes the log's lines; each is JSON and ends with a line feed."""

    def __init__(
        self, inner: Callable[..., Iterable[bytes]], headers: Sequence[tuple[str, str]], write: Callable[[str], object]
    ) -> None:
        self.inner = inner
        self.write = write
        self._fixed = [(name.lower(), (name, value)) for name, value in headers]

    def __call__(self, environ: Environment, start_response: Callable[..., Any]) -> Iterable[bytes]:
        started = time.perf_counter()

        def start(status: str, headers: Headers, exc_info: Any = None) -> Any:
            present = {name.lower() for name, _ in headers}
            headers += [pair for name, pair in self._fixed if name not in present]
            self.write(_line(environ, status, time.perf_counter() - started))
            return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

        return self.inner(environ, start)


def _line(environ: Environment, status: str, seconds: float) -> str:
    told = {
        "at": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "level": "INFO",
        "logger": "lms.request",
        "message": "request",
        "request_id": support_code(environ),
        "method": environ["REQUEST_METHOD"],
        "rule": environ.get(RULE),
        "status": int(status[:3]),
        "milliseconds": round(seconds * 1000, 1),
    }
    return orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE).decode()


def support_code(environ: Environment) -> str:
    """The code of a request: made when it is first asked for, once it is known which page was found."""
    known: str | None = environ.get(SUPPORT_CODE)
    if known is None:
        agent = environ.get("HTTP_USER_AGENT", "")
        known = environ[SUPPORT_CODE] = code_for(at=clock.now(), rule=environ.get(RULE), user_agent=agent)
    return known
