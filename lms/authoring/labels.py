# SPDX-License-Identifier: Apache-2.0
"""Packages in words. The words of findings stand in lms/manifests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lms.i18n import lazy

REFUSALS: Mapping[str, Any] = {
    "package-changed": lazy("The file %(path)s was changed while the package was imported. Please check it again."),
}
