# SPDX-License-Identifier: Apache-2.0
"""Refusals. A service raises one with a code; the door turns it into a status and a sentence."""


class LmsError(Exception):
    """A refusal that a person can be told about; `code` names the sentence, `details` fill its gaps."""

    status = 500

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


class NotFound(LmsError):
    """There is no such thing, or not for this person."""

    status = 404


class Refused(LmsError):
    """The person may see the thing but not do this."""

    status = 403


class Conflict(LmsError):
    """The thing is not in a state in which this can be done."""

    status = 409


class Invalid(LmsError):
    """What was sent cannot be understood or accepted."""

    status = 422


class TooMany(LmsError):
    """Too many tries; `seconds` in the details says how long to wait."""

    status = 429
