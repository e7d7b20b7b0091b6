# SPDX-License-Identifier: Apache-2.0
"""The blueprint of the officer's and operator's room. One, because the endpoints bear one name."""

from lms.web.routing import Blueprint

bp = Blueprint("admin", __name__)
