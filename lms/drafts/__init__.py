# SPDX-License-Identifier: Apache-2.0
"""What people have typed into a form of several steps and not sent yet. Doors use it through `lms.web.drafts`."""
