# SPDX-License-Identifier: Apache-2.0
"""Caption files that browsers show, and those that they would drop in silence."""

from __future__ import annotations

import pytest

from lms.authoring.domain.captions import caption_faults

TIMES = "00:00:01.000 --> 00:00:02.000"


@pytest.mark.parametrize(
    "text",
    [
        f"WEBVTT\n\n{TIMES}\n始まります。\n",
        f"WEBVTT - title\n\n{TIMES}\n始まります。",
        f"WEBVTT\n\nNOTE a remark\n\nname\n{TIMES} align:start line:0\nfirst\nsecond\n\n00:02.000 --> 100:00:00.000\nz",
        f"WEBVTT\n\nSTYLE\n::cue {{ color: red }}\n\nREGION\nid:a\n\n{TIMES}\nx\n\n{TIMES}\ny\n",
    ],
)
def test_captions_that_can_be_shown(text: str) -> None:
    assert caption_faults(text) == []


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", [(1, "captions-header")]),
        (f"\nWEBVTT\n\n{TIMES}\nx", [(1, "captions-header")]),
        (f"WEBVTTX\n\n{TIMES}\nx", [(1, "captions-header")]),
        (f"1\n{TIMES}\nx", [(1, "captions-header")]),
        ("WEBVTT\n", [(1, "captions-none")]),
        ("WEBVTT\n\nNOTE x\n", [(1, "captions-none")]),
        ("WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nx", [(3, "captions-time")]),
        ("WEBVTT\n\n1 --> 2\nx", [(3, "captions-time")]),
        ("WEBVTT\n\n00:00:01.000-->00:00:02.000\nx", [(3, "captions-time")]),
        ("WEBVTT\n\n00:61:01.000 --> 00:62:02.000\nx", [(3, "captions-time")]),
        ("WEBVTT\n\njust words\n", [(3, "captions-time")]),
        ("WEBVTT\n\n00:00:02.000 --> 00:00:01.000\nx", [(3, "captions-backwards")]),
        ("WEBVTT\n\n00:00:02.000 --> 00:00:02.000\nx", [(3, "captions-backwards")]),
        (f"WEBVTT\n\n{TIMES}\n", [(3, "captions-text")]),
        (f"WEBVTT\n\nname\n{TIMES}\n\n{TIMES}\nx", [(4, "captions-text")]),
        (f"WEBVTT\n\n{TIMES}\nx\n{TIMES}\ny", [(3, "captions-blank")]),
        (f"WEBVTT\n\n{TIMES}\nx\n\n00:00:00.500 --> 00:00:03.000\ny", [(6, "captions-order")]),
    ],
)
def test_captions_that_would_be_dropped(text: str, faults: list[tuple[int, str]]) -> None:
    assert caption_faults(text) == faults
