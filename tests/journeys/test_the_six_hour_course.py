# SPDX-License-Identifier: Apache-2.0
"""The real course from enrolment to certificate, unattended: the test moves the clock, no hour is shortened."""

from __future__ import annotations

import json
import re

import pytest

from bench.visitor import Visitor
from tests.journeys.answers import right_answers
from tests.journeys.site import Site

COURSE = "training-manager"
STEP_SECONDS = 55
LEGAL_MINUTES = 360
NONE: frozenset[str] = frozenset()


def beat(visitor: Visitor, address: str, **said: str) -> dict[str, object]:
    answer = visitor.send(address + "/beats", visible="1", sign="1", block="0", **said)
    told: dict[str, object] = json.loads(answer)
    return told


def study(visitor: Visitor, site: Site, address: str) -> float:
    """Stay on a page until it is full; the seconds that passed on the site's clock."""
    visitor.get(address)
    told = beat(visitor, address, opens="1")
    begun = site.offset
    while told["state"] != "full":
        site.pass_time(STEP_SECONDS)
        told = beat(visitor, address, opens="0", ticket=str(told["ticket"]))
        assert site.offset - begun < 3600, "a page never filled up"
    return site.offset - begun


def test_the_whole_course_takes_its_six_hours_and_ends_in_a_certificate(site: Site) -> None:
    account = site.account(stage="enrolled")
    she = Visitor(site.url)
    she.sign_in(account["sign_in"], account["password"])
    walk(site, she, account, COURSE, re.findall(r"/study/\w+", she.get("/my"))[0])


@pytest.mark.proof
@pytest.mark.parametrize("course", ["supervisor", "technical-instructor", "living-guidance"])
def test_every_course_takes_its_hours_and_ends_in_a_certificate(site: Site, course: str) -> None:
    account = site.account(stage="in_force")
    she = Visitor(site.url)
    she.sign_in(account["sign_in"], account["password"])
    she.get(f"/courses/{course}/enrolments")
    she.post(f"/courses/{course}/enrolments")
    found = re.search(r"/study/\w+", she.address)
    assert found, she.address
    before = set(re.findall(r"/certificates/(\w{16})/pdf", she.get("/certificates")))
    walk(site, she, account, course, found[0], before)


def walk(
    site: Site,
    she: Visitor,
    account: dict[str, str],
    course: str,
    overview: str,
    before: frozenset[str] | set[str] = NONE,
) -> None:
    """Study every page, pass the test, wait for the certificate, and see what a stranger is told of it."""
    assert "/attempts/" not in she.get(overview.replace("/study/", "/test/"))
    passed, seen = 0.0, set()
    for _ in range(90):
        pages = dict.fromkeys(re.findall(rf"{overview}/pages/[\w-]+", she.get(overview)))
        fresh = [page for page in pages if page not in seen]
        if not fresh:
            break
        passed += study(she, site, fresh[0])
        seen.add(fresh[0])
    assert passed >= LEGAL_MINUTES * 60
    she.get(overview.replace("/study/", "/test/"))
    she.post(
        overview.replace("/study/", "/test/"),
        birth_date=account["birth_date"], password=account["password"], in_person="y",
    )  # fmt: skip
    attempt = she.address.removeprefix(site.url)
    answers = right_answers(course)
    asked = re.findall(r'data-asked="(\d+)"(.*?)</fieldset>', she.page, re.DOTALL)
    assert len(asked) == 20
    fields = {}
    for number, markup in asked:
        words = " ".join(re.sub(r"<[^>]+>", " ", markup).split())
        fields[f"answer-{number}"] = next(key for text, key in answers.items() if text in words)
    she.post(attempt, **fields)
    she.post(attempt + "/submission", sure="y")
    assert she.address.endswith("/result")
    for _ in range(60):
        new = set(re.findall(r"/certificates/(\w{16})/pdf", she.get("/certificates"))) - before
        if new:
            break
        site.pass_time(1)
    assert new
    told = json.loads(she.open(f"/C/{new.pop()}", Accept="application/json"))
    assert told["answer"] == "in_force"
