# SPDX-License-Identifier: Apache-2.0
"""Servers under load: granian with one worker as the site runs it, and wrk on the other core."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
START_SECONDS = 30
GRANIAN = (sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", "16",
           "--workers-kill-timeout", "10", "--no-access-log", "--log-level", "critical")  # fmt: skip
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_BAD = re.compile(r"Non-2xx or 3xx responses: (\d+)")


class Server:
    """One granian worker with the site's options."""

    def __init__(self, target: str, environment: Mapping[str, str]) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        begun = time.perf_counter()
        self.process = subprocess.Popen(
            [*GRANIAN, "--port", str(self.port), target],
            cwd=ROOT, env={**os.environ, **environment}, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        self._wait()
        self.start_seconds = time.perf_counter() - begun

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(self.url + "/", timeout=2).close()
                return
            except OSError:
                time.sleep(0.01)
        raise SystemExit(f"no answer from {self.url}")

    def memory(self) -> int:
        """Resident mebibytes of all its processes."""
        pids = subprocess.run(
            ["pgrep", "-g", str(self.process.pid)], capture_output=True, text=True, check=False
        ).stdout.split()
        return sum(_resident(pid) for pid in pids) // 1024

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait()


def _resident(pid: str) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")))


def rate(
    url: str, *, seconds: int, connections: int, script: str = "", headers: Mapping[str, str] | None = None
) -> float:
    """Requests a second that wrk got answered; refuses a run with errors."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s"]
    for name, value in (headers or {}).items():
        command += ["-H", f"{name}: {value}"]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as lua:
        if script:
            lua.write(script)
            lua.flush()
            command += ["-s", lua.name]
        out = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    bad = _BAD.search(out)
    if bad:
        raise SystemExit(f"{bad[1]} answers of {url} were errors:\n{out}")
    found = _RATE.search(out)
    assert found, out
    return float(found[1])


def require_wrk() -> None:
    """Install wrk through apt where that may be done, else say how."""
    if shutil.which("wrk"):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(
            "apt-get update -qq && apt-get install -y -qq wrk", shell=True, check=False, stdout=subprocess.DEVNULL
        )
    if not shutil.which("wrk"):
        raise SystemExit("make bench needs wrk: sudo apt-get install wrk")
