# SPDX-License-Identifier: Apache-2.0
"""What the check of a computer looks at, in words."""

from lms.home.environment import SPEED_STEPS, Check
from lms.i18n import lazy

CHECKS = {
    Check.COOKIES: lazy("Cookies"),
    Check.BROWSER: lazy("Browser"),
    Check.SCREEN: lazy("Screen"),
    Check.VIDEO: lazy("Films"),
    Check.PAPERS: lazy("PDF papers"),
    Check.CONNECTION: lazy("Connection"),
    Check.SENDING: lazy("Saving what you answer"),
    Check.CLOCK: lazy("Clock"),
}

ADVICE = {
    Check.COOKIES: lazy("The browser refuses cookies, so you cannot sign in. Please allow them for this site."),
    Check.BROWSER: lazy(
        "This browser is too old. Please use Chrome or Edge from 109, Firefox from 115, or Safari from 15.6."
    ),
    Check.SCREEN: lazy("The screen is very small. You can study, but a larger one is easier to read."),
    Check.VIDEO: lazy("This browser plays no MP4 films. Every film can be read as text instead."),
    Check.PAPERS: lazy(
        "This browser does not show PDF papers itself. It will save them, and you need a program to open them."
    ),
    Check.CONNECTION: lazy(
        "The connection is slow or broken. You can study, but keep the page open until it says that all is saved."
    ),
    Check.SENDING: lazy(
        "What you enter does not reach us. A company network may block it: please ask whoever looks after it, "
        "or call us."
    ),
    Check.CLOCK: lazy(
        "The clock of this computer is wrong. Nothing is lost, because our clock counts, but please set it right."
    ),
}

SPEEDS = (
    *(lazy("answers within %(milliseconds)s thousandths of a second", milliseconds=step) for step in SPEED_STEPS),
    lazy("answers very slowly"),
    lazy("no answer at all"),
)
