# SPDX-License-Identifier: Apache-2.0
"""Running sites for journeys: started on a free port, killed hard, started again, their clock moved."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
START_SECONDS = 30


class Site:
    """A site in a process of its own, on its own data folder."""

    def __init__(self, folder: Path, *, database_url: str = "") -> None:
        self.folder = folder
        self.port = _free_port()
        self.url = f"http://localhost:{self.port}"
        self.environment = {
            **os.environ,
            "LMS_DATA_DIR": str(folder),
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "PUBLIC_URL": self.url,
            **({"LMS_DATABASE_URL": database_url} if database_url else {}),
        }
        self.process: subprocess.Popen[bytes] | None = None
        self.log = folder.parent / f"{folder.name}.log"
        self.offset = 0.0
        self.demo_report: dict[str, Any] = {}

    def flask(self, *arguments: str) -> str:
        """The output of a `flask` command on this site; it must succeed."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *arguments],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def demo(self, people: int = 12, seed: int = 1) -> dict[str, Any]:
        """Fill the site with its demo population; what `flask demo --json` says of it."""
        found: dict[str, Any] = json.loads(self.flask("demo", "--people", str(people), "--seed", str(seed), "--json"))
        return found

    def start(self) -> None:
        """Start it and wait until it answers, and check that it is this one that answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.journeys.clocked_site"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            assert self.process.poll() is None, self.log.read_text()[-3000:]
            if self._answers():
                return
            time.sleep(0.05)
        raise AssertionError(f"no answer from {self.url}: {self.log.read_text()[-3000:]}")

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()

    def pass_time(self, seconds: float) -> None:
        """Let so much more time pass on the site."""
        self.move_clock(self.offset + seconds)

    def account(self, *, stage: str | None = None, role: str = "learner") -> dict[str, Any]:
        """An account of the demo."""
        return next(one for one in self.demo_report["accounts"] if one["role"] == role and one["stage"] == stage)

    def move_clock(self, seconds: float) -> None:
        """Let the site live so many seconds in the future, and wait until it does."""
        self.offset = seconds
        (self.folder / "clock-offset").write_text(str(seconds))
        settled = self.folder / "clock-settled"
        until = time.monotonic() + 5
        while time.monotonic() < until:
            if settled.exists() and settled.read_text() == str(seconds):
                return
            time.sleep(0.01)
        raise AssertionError("the clock of the site did not move")

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=1) as answer:
                return answer.status == 200
        except OSError:
            return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
