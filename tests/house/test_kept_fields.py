# SPDX-License-Identifier: Apache-2.0
"""What opens something is never kept for later: its fields bear names that are left out."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from wtforms import Field, FileField, HiddenField, MultipleFileField, PasswordField

import lms
from lms.drafts.typed import may_be_kept
from lms.web.forms import Form

# Hidden fields that say where one is, or what was shown: no secret, and of no use on another page.
HARMLESS = {"next", "privacy", "seal_digest", "seen", "terms", "through"}


def forms_of_the_site() -> Iterator[type[Form]]:
    """Every form class of the program."""
    for module in pkgutil.walk_packages(lms.__path__, "lms."):
        if ".forms" in module.name:
            importlib.import_module(module.name)
    waiting = [Form]
    while waiting:
        found = waiting.pop()
        yield found
        waiting += [kind for kind in found.__subclasses__() if kind.__module__.startswith("lms.")]


def fields_of(form: type[Form]) -> Iterator[tuple[str, type[Field]]]:
    for name in dir(form):
        kind = getattr(getattr(form, name), "field_class", None)
        if isinstance(kind, type):
            yield name, kind


def test_the_forms_are_found():
    assert {"SignInForm", "NewPasswordForm", "PaperForm"} <= {form.__name__ for form in forms_of_the_site()}


@pytest.mark.parametrize("form", sorted(set(forms_of_the_site()), key=lambda form: form.__qualname__))
def test_passwords_and_what_belongs_to_one_sending_are_never_kept(form):
    for name, kind in fields_of(form):
        if issubclass(kind, PasswordField):
            assert not may_be_kept(name), f"{form.__name__}.{name} would be kept"
        if issubclass(kind, HiddenField) and not issubclass(kind, FileField | MultipleFileField):
            assert name in HARMLESS or not may_be_kept(name), f"{form.__name__}.{name} would be kept; is it a secret?"
