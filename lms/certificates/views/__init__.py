# SPDX-License-Identifier: Apache-2.0
"""The doors of certificates. One blueprint, because the endpoints bear one name."""

from lms.web.routing import Blueprint

bp = Blueprint("certificates", __name__)

from lms.certificates.views import learner, officer, public  # noqa: E402, F401 - they hang their routes on it
