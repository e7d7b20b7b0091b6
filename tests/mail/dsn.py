# SPDX-License-Identifier: Apache-2.0
"""Delivery status notifications as mail servers write them, for tests."""

from __future__ import annotations

POSTFIX = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example.jp (Mail Delivery System)
To: koshu@localhost
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

This is a MIME-encapsulated message.

--b1
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system. I could not deliver your message.

--b1
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.jp
X-Postfix-Queue-ID: 4F2B
Arrival-Date: Mon, 23 Nov 2026 12:00:00 +0900 (JST)

Final-Recipient: rfc822; {final}
Original-Recipient: rfc822;{original}
Action: {action}
Status: {status}
Remote-MTA: dns; mail.example.jp
Diagnostic-Code: smtp; 550 5.1.1 <{final}>: Recipient address rejected

--b1
Content-Description: Undelivered Message
Content-Type: {returned}

From: Koshu <koshu@localhost>
To: {final}
Subject: news
Message-ID: {message_id}

{body}
--b1--
"""


def report(
    message_id: str,
    to: str = "hanako@example.jp",
    *,
    final: str | None = None,
    action: str = "failed",
    status: str = "5.1.1",
    returned: str = "message/rfc822",
) -> bytes:
    """A report that the mail with this Message-ID could not be delivered to `to`."""
    body = "" if returned == "text/rfc822-headers" else "the words\n"
    text = POSTFIX.format(
        message_id=message_id,
        original=to,
        final=final or to,
        action=action,
        status=status,
        returned=returned,
        body=body,
    )
    return text.encode()
