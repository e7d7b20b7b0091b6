# SPDX-License-Identifier: Apache-2.0
"""The doors of courses: choosing one, and studying it. One blueprint, because the endpoints bear one name."""

from lms.web.routing import Blueprint

bp = Blueprint("courses", __name__)

from lms.courses.views import catalogue, player, printing  # noqa: E402, F401 - they hang their routes on the blueprint
