# SPDX-License-Identifier: Apache-2.0
"""`flask serve`: all that a newcomer needs in one command: tables, content, the first link, site and worker."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

import click
from flask.cli import with_appcontext

from lms import config, links, schema
from lms.cli import content, people
from lms.cli.demo import command as demo
from lms.i18n import speaking

WEB_WORKERS = 2
BLOCKING_THREADS = 16
KILL_SECONDS = 10
POLL_SECONDS = 0.3


@click.command("serve")
@click.option("--demo", "with_demo", is_flag=True, help="Fill an empty data folder with an invented population first.")
@with_appcontext
def command(with_demo: bool) -> None:
    """Set up what is missing and serve the site until Ctrl-C."""
    settings = config.current()
    _refuse_taken_port(settings.host, settings.port)
    config.make_folder(settings.data_dir)
    if with_demo:
        demo.prepare()
    else:
        schema.upgrade()
        with speaking("en"):
            content.import_shipped(demonstration=False)
        people.show_first_operator_link()
    click.echo(f"\n  {settings.site_name}: {links.absolute('/')}\n  (Ctrl-C stops it)\n")
    sys.exit(_Processes().run())


def _refuse_taken_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"{host}:{port} cannot be used ({error.strerror}). Choose another port, for example: PORT=5001 make run"
            ) from error


class _Processes:
    """The web server and the worker; when one ends, the other is ended too."""

    def __init__(self) -> None:
        settings = config.current()
        python = sys.executable
        web = [
            python, "-m", "granian", "--interface", "wsgi", "--host", settings.host, "--port", str(settings.port),
            "--workers", str(WEB_WORKERS), "--blocking-threads", str(BLOCKING_THREADS),
            "--workers-kill-timeout", str(KILL_SECONDS), "--respawn-failed-workers", "--no-access-log",
            "--log-level", "error", "wsgi:app",
        ]  # fmt: skip
        worker = [python, "-m", "flask", "--app", "wsgi", "jobs", "work"]
        self.was_told = False
        environment = {**os.environ, "LMS_DATA_DIR": str(settings.data_dir)}
        self.children = [subprocess.Popen(command, env=environment) for command in (web, worker)]  # noqa: S603

    def run(self) -> int:
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        while all(child.poll() is None for child in self.children):
            time.sleep(POLL_SECONDS)
        self._stop()
        ended = max(abs(child.wait() or 0) for child in self.children)
        return 0 if self.was_told else ended  # whoever stops the service must not find it failed

    def _stop(self, signal_number: int = 0, _frame: FrameType | None = None) -> None:
        self.was_told = self.was_told or bool(signal_number)
        for child in self.children:
            if child.poll() is None:
                child.terminate()
