# SPDX-License-Identifier: Apache-2.0
"""The audit record. Services write `audit.record(Tag.…, by=, about=, at=, **details)`.

A public service that writes none says why: `@unaudited("…")`.
"""

from lms.audit.marks import unaudited
from lms.audit.services import record
from lms.audit.tags import Tag

__all__ = ["Tag", "record", "unaudited"]
