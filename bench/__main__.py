# SPDX-License-Identifier: Apache-2.0
"""`make bench`: one table, each figure beside a Flask hello on the same server in the same run.

Rates are medians of rounds in which hello and the page take turns, so that a machine that grows slow does so for
both. The aims are ratios to hello.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bench.load import ROOT, Server, rate, require_wrk
from bench.visitor import Visitor

PEOPLE = 16
ROUNDS = 3
SECONDS = 2
MANY = 8
ONE = 1
PDF_SECONDS = 3.0
COURSE = "training-manager"
BEAT = """
wrk.method = "POST"
wrk.body = "{body}"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
"""
# Each answer says on which revision it is based, so the script must read the receipt of the one before.
ANSWER = """
local revision, choice = {revision}, "true"
local headers = {{ ["Content-Type"] = "application/json" }}
function request()
  choice = choice == "true" and "false" or "true"
  for name, value in pairs(wrk.headers) do headers[name] = value end
  return wrk.format("POST", nil, headers, '{{"choice": "' .. choice .. '", "based_on": ' .. revision .. '}}')
end
function response(status, _, body)
  if status == 200 then revision = tonumber(body:match('"revision":%s*(%d+)')) end
end
"""


@dataclass(frozen=True)
class Subject:
    """Something to measure: an address, how it is asked, and what share of hello is aimed at."""

    name: str
    path: str
    aim: float | None
    connections: int = MANY
    script: Callable[[], str] = str
    headers: Mapping[str, str] = field(default_factory=dict)


def main() -> None:
    """Measure and print."""
    require_wrk()
    with tempfile.TemporaryDirectory() as folder:
        environment = {"LMS_DATA_DIR": folder, "PUBLIC_URL": "http://localhost"}
        demo = json.loads(_flask(environment, "demo", "--people", str(PEOPLE), "--seed", "7", "--json"))
        hello, site = Server("bench.hello:app", {}), Server("wsgi:app", environment)
        try:
            print(_heading())
            for subject in _subjects(site, demo):
                print(_row(subject, hello, site), flush=True)
            print(_footnotes(hello, site, environment, demo))
        finally:
            hello.stop()
            site.stop()


def _subjects(site: Server, demo: Mapping[str, object]) -> list[Subject]:
    certificate = demo["certificates"]["in_force"]  # type: ignore[index]
    return [
        Subject("certificate page, JSON", f"/C/{certificate}", 0.55, headers={"Accept": "application/json"}),
        Subject("certificate page, HTML", f"/C/{certificate}", 0.35, headers={"Accept": "text/html"}),
        Subject("course page", f"/courses/{COURSE}", None),
        _beat(site, demo),
        _answer(site, demo),
    ]


def _beat(site: Server, demo: Mapping[str, object]) -> Subject:
    visitor = _signed_in(site, demo, "enrolled")
    overview = visitor.get("/my")
    study = re.search(r"/study/\w+", overview)
    assert study, "the learner's page names no enrolment"
    page = re.search(rf"{study[0]}/pages/[\w-]+", visitor.get(study[0]))
    assert page, "the overview names no page"
    visitor.get(page[0])
    ticket = json.loads(visitor.send(page[0] + "/beats", opens="1", visible="1", sign="1"))["ticket"]
    body = f"ticket={ticket}&visible=1&sign=1&block=0"
    return Subject("heartbeat", page[0] + "/beats", 0.2, ONE, lambda: BEAT.format(body=body), visitor.headers)


def _answer(site: Server, demo: Mapping[str, object]) -> Subject:
    account = next(one for one in demo["accounts"] if one["stage"] == "ready_for_test")  # type: ignore[attr-defined]
    visitor = _signed_in(site, demo, "ready_for_test")
    study = re.search(r"/study/(\w+)", visitor.get("/my"))
    assert study, "the learner's page names no enrolment"
    visitor.get(f"/test/{study[1]}")
    visitor.post(f"/test/{study[1]}", birth_date=account["birth_date"], password=account["password"], in_person="y")
    attempt = visitor.address.removeprefix(site.url)

    def script() -> str:
        shown = re.search(r'data-asked="1"[^>]*data-revision="(\d+)"', visitor.get(attempt))
        assert shown, "the paper shows no first question"
        return ANSWER.format(revision=shown[1])

    return Subject("answer saved", attempt + "/answers/1", 0.2, ONE, script, visitor.headers)


def _signed_in(site: Server, demo: Mapping[str, object], stage: str) -> Visitor:
    account = next(one for one in demo["accounts"] if one["stage"] == stage)  # type: ignore[attr-defined]
    visitor = Visitor(site.url)
    visitor.sign_in(account["sign_in"], account["password"])
    return visitor


def _heading() -> str:
    return f"{'':<26}{'req/s':>9}{'hello':>9}{'ratio':>8}{'aim':>7}   connections\n" + "-" * 72


def _row(subject: Subject, hello: Server, site: Server) -> str:
    rounds = []
    for _ in range(ROUNDS):
        yard = rate(hello.url + "/", seconds=SECONDS, connections=subject.connections)
        got = rate(
            site.url + subject.path,
            seconds=SECONDS,
            connections=subject.connections,
            script=subject.script(),
            headers=subject.headers,
        )
        rounds.append((got / yard, got, yard))
    ratio, got, yard = (statistics.median(values) for values in zip(*rounds, strict=True))
    aim = f"{subject.aim:.2f}" if subject.aim else "–"
    return f"{subject.name:<26}{got:>9.0f}{yard:>9.0f}{ratio:>8.2f}{aim:>7}   {subject.connections}"


def _footnotes(hello: Server, site: Server, environment: Mapping[str, str], demo: Mapping[str, object]) -> str:
    certificate = demo["certificates"]["in_force"]  # type: ignore[index]
    pdfs = _run(environment, "bench.papers", certificate, str(PDF_SECONDS)).strip()
    return (
        f"\ncertificate PDFs          {pdfs} a second and core (aim 100)"
        f"\nstart until first answer  {site.start_seconds:.2f} s (hello {hello.start_seconds:.2f} s)"
        f"\nmemory, one worker        {site.memory()} MiB (hello {hello.memory()} MiB)"
    )


def _flask(environment: Mapping[str, str], *arguments: str) -> str:
    return _run(environment, "flask", "--app", "wsgi", *arguments)


def _run(environment: Mapping[str, str], module: str, *arguments: str) -> str:
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout


if __name__ == "__main__":
    main()
