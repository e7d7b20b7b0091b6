# SPDX-License-Identifier: Apache-2.0
"""Permissions read as `package:thing:action`."""

import re
from pathlib import Path

import pytest

from lms import access
from lms.access.permissions import Permission
from lms.audit.tags import DETAILS, Tag

PACKAGES = {path.name for path in Path(access.__file__).parents[1].iterdir() if path.is_dir()}
SHAPE = re.compile(r"([a-z]+):[a-z]+(?:-[a-z]+)*:[a-z]+(?:-[a-z]+)*")


@pytest.mark.parametrize("name", [*Permission, *Tag])
def test_a_permission_or_tag_names_its_package_its_thing_and_the_act(name):
    match = SHAPE.fullmatch(name.value)
    assert match is not None
    assert match[1] in PACKAGES


def test_permissions_stand_in_the_order_of_the_alphabet():
    values = [permission.value for permission in Permission]
    assert values == sorted(values)


def test_every_tag_declares_its_details():
    assert set(DETAILS) == set(Tag)
