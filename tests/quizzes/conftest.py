# SPDX-License-Identifier: Apache-2.0
"""Somebody whose hours are complete."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.browser import Browser
from tests.quizzes.sitter import Sitter


@pytest.fixture
def sitter(app: Flask, as_: Callable[..., Browser]) -> Sitter:
    """A learner whose hours are complete, and her browser."""
    return Sitter(app, as_)
