# SPDX-License-Identifier: Apache-2.0
"""Files in forms: read no further than needed, and told by their bytes."""

from __future__ import annotations

from collections.abc import Collection

from wtforms import FileField
from wtforms.validators import ValidationError

from lms.accounts.domain.uploads import Media, fault_of
from lms.accounts.labels.correcting import UPLOAD_FAULTS
from lms.i18n import _

MEGABYTE = 1024 * 1024


def content_of(field: FileField, largest: int) -> bytes:
    """The bytes that were sent, one more than may be at most; none where no file was chosen."""
    file = field.data
    if not hasattr(file, "read"):
        return b""
    file.seek(0)
    return bytes(file.read(largest + 1))


def is_sent(field: FileField) -> bool:
    """Whether a file was chosen, be it empty."""
    return bool(getattr(field.data, "filename", ""))


def refuse_unfit(content: bytes, *, largest: int, kinds: Collection[Media]) -> None:
    """Validator of bytes: of a kind that is taken, and not too many."""
    fault = fault_of(content, largest=largest, kinds=kinds) if content else None
    if fault is not None:
        shown = _(", ").join(kind.name for kind in Media if kind in kinds)
        raise ValidationError(str(UPLOAD_FAULTS[fault]) % {"kinds": shown, "most": largest // MEGABYTE})
