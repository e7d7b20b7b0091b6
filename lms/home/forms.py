# SPDX-License-Identifier: Apache-2.0
"""Forms of pages that span packages."""

from lms.i18n import lazy
from lms.web.forms import Form, LineField


class CodeForm(Form):
    """A support code or result number as it was read out."""

    class Meta(Form.Meta):
        """It only looks something up."""

        csrf = False

    code = LineField(
        lazy("Support code or result number"),
        description=lazy("The code stands at the foot of every page, the number on the page that checks a computer."),
    )
