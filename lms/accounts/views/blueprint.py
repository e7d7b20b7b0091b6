# SPDX-License-Identifier: Apache-2.0
"""The blueprint that all pages about accounts share."""

from lms.documents.wareki import wareki
from lms.web.routing import Blueprint

bp = Blueprint("accounts", __name__)
bp.add_app_template_filter(wareki, "era_day")
