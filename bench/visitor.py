# SPDX-License-Identifier: Apache-2.0
"""Somebody signed in at a running site, by the same forms as everybody."""

from __future__ import annotations

import http.cookiejar
import re
import urllib.parse
import urllib.request

_INPUT = re.compile(r'<input[^>]*type="hidden"[^>]*>')
_ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')
_META = re.compile(r'<meta name="(csrf-token|koshu-person)" content="([^"]*)"')


class Visitor:
    """A browser as small as it can be: cookies, hidden fields, and the headers that scripts send."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.page = ""
        self.address = ""

    def get(self, path: str) -> str:
        """Open a page."""
        with self.opener.open(self.url + path) as answer:
            self.page = answer.read().decode()
            self.address = answer.url
        return self.page

    def open(self, path: str, **headers: str) -> str:
        """Ask for something without leaving the present page."""
        with self.opener.open(urllib.request.Request(self.url + path, headers=headers)) as answer:
            text: str = answer.read().decode()
            return text

    def send(self, path: str, **fields: str) -> str:
        """Send what a script on the present page would send, without leaving it."""
        body = urllib.parse.urlencode(fields).encode()
        headers = {name: value for name, value in self.headers.items() if name != "Cookie"}
        with self.opener.open(urllib.request.Request(self.url + path, body, headers)) as answer:
            text: str = answer.read().decode()
            return text

    def post(self, path: str, **fields: str) -> str:
        """Send a form of the present page, with its hidden fields."""
        hidden = [dict(_ATTRIBUTE.findall(tag)) for tag in _INPUT.findall(self.page)]
        known = {field["name"]: field.get("value", "") for field in hidden if "name" in field}
        body = urllib.parse.urlencode({**known, **fields}).encode()
        with self.opener.open(self.url + path, body) as answer:
            self.page = answer.read().decode()
            self.address = answer.url
        return self.page

    def sign_in(self, number: str, password: str) -> None:
        """Sign in."""
        self.get("/account/sign-in")
        self.post("/account/sign-in", sign_in=number, password=password)

    @property
    def cookies(self) -> str:
        """The cookies as a header."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)

    @property
    def headers(self) -> dict[str, str]:
        """What a script on the present page sends along."""
        metas = dict(_META.findall(self.page))
        return {
            "Cookie": self.cookies,
            "X-CSRFToken": metas.get("csrf-token", ""),
            "X-Koshu-Person": metas.get("koshu-person", ""),
        }
