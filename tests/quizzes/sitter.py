# SPDX-License-Identifier: Apache-2.0
"""A learner in front of the test, with her browser."""

from __future__ import annotations

from lms.clock import now
from lms.courses.queries import enrolment_by_key
from lms.db import db
from lms.quizzes import queries
from tests.factories.accounts import PASSWORD, make_account
from tests.factories.quizzes import make_answered, make_attempt, make_edition, make_enrolment, make_marked


class Sitter:
    """A learner with an enrolment whose hours are complete, and her browser."""

    def __init__(self, app, as_, *, locale="en", rules=None, **over):
        self.app = app
        with app.app_context():
            person = make_account().person
            edition = make_edition(rules) if rules else None
            enrolment = make_enrolment(edition, person, at=now(), **over)
            self.number, self.enrolment = person.learner_number, enrolment.key
            self.course = enrolment.edition.course.key
        self.browser = as_(self.number, locale)
        self.start = f"/test/{self.enrolment}"

    def begin(self, status=303, **fields):
        given = {"birth_date": "1975-04-01", "password": PASSWORD, "in_person": "y", **fields}
        return self.browser.submit(self.start, "", status, **given)

    def attempt(self, right=None, marked=False):
        """An attempt made behind the browser's back, the first `right` questions answered rightly; its path."""
        with self.app.app_context():
            attempt = make_attempt(enrolment_by_key(self.enrolment), at=now())
            if marked:
                make_marked(attempt, right, at=now())
            elif right is not None:
                make_answered(attempt, right, at=now())
            return f"/attempts/{attempt.key}"

    def choices(self, path, position):
        with self.app.app_context():
            return queries.place_of(queries.attempt_by_key(path.split("/")[2]).id, position).choices

    def count(self, model):
        with self.app.app_context():
            return db.session.query(model).count()
