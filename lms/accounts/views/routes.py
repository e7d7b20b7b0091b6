# SPDX-License-Identifier: Apache-2.0
"""All pages about accounts, plugged into the site as one blueprint."""

from lms.accounts.views import (
    calls,
    contacts,
    correcting,
    deciding,
    keeping,
    letters,
    links,
    locking,
    noticing,
    organizations,
    people,
    printed,
    profile,
    reaching,
    sign_in,
    sign_up,
    slip_lists,
    slip_use,
    slips,
    waiting,
)
from lms.accounts.views.blueprint import bp

PAGES = (
    calls,
    contacts,
    correcting,
    deciding,
    keeping,
    letters,
    links,
    locking,
    noticing,
    organizations,
    people,
    printed,
    profile,
    reaching,
    sign_in,
    sign_up,
    slip_lists,
    slip_use,
    slips,
    waiting,
)

__all__ = ["PAGES", "bp"]
