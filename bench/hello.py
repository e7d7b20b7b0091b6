# SPDX-License-Identifier: Apache-2.0
"""The yardstick: the smallest Flask site."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    """Say something short."""
    return "hello"
