# SPDX-License-Identifier: Apache-2.0
"""`flask people …`."""

from __future__ import annotations

import re

from lms.access.identity import Role
from tests.factories.accounts import ENTRIES, make_account


def run(app, *words):
    return app.test_cli_runner().invoke(args=["people", *words])


def link_in(output) -> str:
    return re.search(r"http://localhost(\S+)", output)[1]


def test_the_first_operator_gets_a_link_that_signs_her_up(app, browser):
    result = run(app, "first-operator")
    assert result.exit_code == 0
    page = browser.submit(browser.enter(link_in(result.output), **ENTRIES))
    assert browser.follow(page).words
    browser.get("/people")


def test_once_there_is_an_operator_no_link_is_printed(app):
    with app.app_context():
        make_account(role=Role.OPERATOR)
    result = run(app, "first-operator")
    assert (result.exit_code, "http" in result.output) == (1, False)


def test_a_link_for_a_new_password_is_printed(app, browser):
    with app.app_context():
        number = make_account().person.learner_number
    result = run(app, "new-password-link", f"{number[:4]}-{number[4:]}")
    assert result.exit_code == 0
    browser.submit(link_in(result.output), password="kaeru to himawari 7", password_again="kaeru to himawari 7")
    browser.submit("/account/sign-in", sign_in=number, password="kaeru to himawari 7")


def test_a_number_that_is_nobodys_or_none_at_all_is_refused(app):
    results = [run(app, "new-password-link", number) for number in ("12345671", "12345678", "hanako")]
    assert [result.exit_code for result in results] == [1, 1, 1]
