# SPDX-License-Identifier: Apache-2.0
"""E-mail addresses as people type them."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

LONGEST_ADDRESS = 254
LONGEST_LOCAL_PART = 64
_LOCAL_PART = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
# The ideographic full stop comes from the same key as the dot; nobody means it in an address.
_DOTS = str.maketrans({"。": ".", "｡": "."})
_AROUND = " \t\r\n.,;:、<>()[]\"'「」"


TOLD = "told"
"""Why a contact counts as not working, beside the troubles of mail: somebody said so."""


class ContactKind(StrEnum):
    """A way to reach a person."""

    EMAIL = "email"
    TELEPHONE = "telephone"
    POSTAL = "postal"


def tidy_address(typed: str) -> str:
    """Write the address in half width, without what people type or copy along: spaces, brackets, a dot at the end."""
    halved = unicodedata.normalize("NFKC", typed.translate(_DOTS))
    seen = "".join(sign for sign in halved if unicodedata.category(sign) not in {"Cf", "Cn"})
    bare = re.sub(r"^\s*mailto:", "", seen.strip(_AROUND), flags=re.IGNORECASE).strip(_AROUND)
    local, at, domain = bare.partition("@")
    return local.rstrip() + at + domain.lstrip()


def folded_address(typed: str) -> str:
    """Give what two ways of typing one mailbox have in common."""
    return tidy_address(typed).casefold()


def is_address(text: str) -> bool:
    """Whether mail could be sent there: something@somewhere.tld in ASCII, not longer than mail allows.

    Two dots in a row are wrong by the book, but Japanese telephone companies gave such addresses out.
    """
    local, at, domain = text.partition("@")
    labels = domain.split(".")
    if not at or len(text) > LONGEST_ADDRESS or len(local) > LONGEST_LOCAL_PART or len(labels) < 2:
        return False
    is_named = all(_LABEL.fullmatch(label) for label in labels) and labels[-1].isalpha() and len(labels[-1]) > 1
    return is_named and bool(_LOCAL_PART.fullmatch(local))
