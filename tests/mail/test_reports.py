# SPDX-License-Identifier: Apache-2.0
"""Reading what mail servers report."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.mail import reports
from lms.mail.reports import LONGEST_REPORT, MOST_PARTS, MOST_RECIPIENTS
from lms.mail.trouble import Trouble, trouble_of
from tests.mail.dsn import report

SEAL = "0123456789abcdef0123"
OURS = f"<12.{SEAL}@localhost>"


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers", "message/rfc822-headers"])
def test_a_report_names_the_mail_its_seal_and_the_address_that_failed(returned):
    found = reports.read(report(OURS, returned=returned))
    assert (found.mail_id, found.seal) == (12, SEAL)
    assert [(failure.addresses, failure.status) for failure in found.failures] == [
        (frozenset({"hanako@example.jp"}), "5.1.1")
    ]


def test_an_address_is_found_in_any_case_and_by_either_of_its_names():
    found = reports.read(report(OURS, "Hanako@Example.JP", final="other@elsewhere.jp"))
    assert found.failures[0].addresses == {"hanako@example.jp", "other@elsewhere.jp"}


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded", ""])
def test_what_is_not_a_failure_is_none(action):
    assert reports.read(report(OURS, action=action)) is None


@pytest.mark.parametrize("status", ["4.2.2", "2.0.0", "", "5", "5.1", "x5.1.1", "failed"])
def test_what_may_still_arrive_is_no_lasting_failure(status):
    assert reports.read(report(OURS, status=status)) is None


@pytest.mark.parametrize(
    "message_id",
    [
        "<abc@localhost>",
        "",
        "<12.abc@localhost>",
        f"<x.{SEAL}@localhost>",
        f"<12.{SEAL}0@localhost>",
        f"<{'9' * 16}.{SEAL}@localhost>",
    ],
)
def test_a_mail_that_cannot_be_ours_is_none(message_id):
    assert reports.read(report(message_id)) is None


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: out of office\n\nI am away until Monday.\n",
        b"Content-Type: multipart/report; boundary=b\n\n",
        b"Content-Type: multipart/report\n\nno boundary\n",
        b"Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n",
        report(OURS).replace(b"multipart/report", b"multipart/mixed"),
        report(OURS).replace(b"message/delivery-status", b"text/plain"),
        report(OURS).replace(b"rfc822; hanako", b"x400; hanako").replace(b"rfc822;hanako", b"x400;hanako"),
    ],
)
def test_what_is_no_report_is_none(raw):
    assert reports.read(raw) is None


def test_a_mail_that_is_too_large_is_none():
    assert reports.read(report(OURS) + b"x" * LONGEST_REPORT) is None


def test_what_lies_beyond_the_bounds_is_not_read():
    part = b"--b1\nContent-Type: text/plain\n\nx\n\n"
    assert reports.read(report(OURS).replace(b"--b1\n", part * (MOST_PARTS + 1) + b"--b1\n", 1)) is None
    block = b"Final-Recipient: rfc822; x@example.jp\nAction: failed\nStatus: 5.1.1\n\n"
    many = reports.read(report(OURS).replace(b"Final-Recipient", block * 500 + b"Final-Recipient", 1))
    assert len(many.failures) <= MOST_RECIPIENTS


def test_a_report_within_a_report_is_not_followed():
    inner = report(OURS).replace(b"b1", b"b2")
    outer = b"Content-Type: multipart/mixed; boundary=b1\n\n--b1\n" + inner + b"\n--b1--\n"
    assert reports.read(outer) is None


@given(st.binary(max_size=4000))
def test_nothing_that_comes_in_is_an_error(raw):
    assert reports.read(raw) is None


@given(st.data())
def test_no_report_that_was_damaged_on_its_way_is_an_error(data):
    raw = bytearray(report(OURS))
    for _ in range(data.draw(st.integers(1, 20))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    found = reports.read(bytes(raw))
    assert found is None or found.failures


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        ("550", Trouble.NO_SUCH_ADDRESS),
        ("553", Trouble.NO_SUCH_ADDRESS),
        ("552", Trouble.FULL),
        ("554", Trouble.FILTERED),
        ("521", Trouble.OTHER),
        ("5.1.1", Trouble.NO_SUCH_ADDRESS),
        ("5.1.10", Trouble.NO_SUCH_ADDRESS),
        ("5.2.1", Trouble.NO_SUCH_ADDRESS),
        ("5.2.2", Trouble.FULL),
        ("5.2.3", Trouble.OTHER),
        ("5.4.4", Trouble.NO_SUCH_ADDRESS),
        ("5.7.1", Trouble.FILTERED),
        ("5.7.509", Trouble.FILTERED),
        ("5.3.4", Trouble.OTHER),
        ("", Trouble.OTHER),
    ],
)
def test_every_code_is_a_trouble_that_somebody_can_do_something_about(code, trouble):
    assert trouble_of(code) is trouble
