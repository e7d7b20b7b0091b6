# SPDX-License-Identifier: Apache-2.0
"""The blueprint that all pages about accounts share."""

from datetime import datetime, timedelta

from lms.documents.wareki import wareki
from lms.i18n import day
from lms.web.routing import Blueprint


def last_day(until: datetime) -> str:
    """The last day before a moment at which something ends, as people write it."""
    return day(until - timedelta(seconds=1))


bp = Blueprint("accounts", __name__)
bp.add_app_template_filter(wareki, "era_day")
bp.add_app_template_filter(last_day, "last_day")
