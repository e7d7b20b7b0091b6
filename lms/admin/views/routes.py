# SPDX-License-Identifier: Apache-2.0
"""Every page of the officer's and operator's room, for the fuse box."""

from lms.admin.views import doubles, first_steps, learners, queue, records  # noqa: F401 - importing them makes their routes
from lms.admin.views.blueprint import bp

__all__ = ["bp"]
