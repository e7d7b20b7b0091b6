# SPDX-License-Identifier: Apache-2.0
"""All pages about accounts, plugged into the site as one blueprint."""

from lms.accounts.views import links, people, profile, sign_in, sign_up
from lms.accounts.views.blueprint import bp

PAGES = (links, people, profile, sign_in, sign_up)

__all__ = ["PAGES", "bp"]
