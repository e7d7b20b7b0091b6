# SPDX-License-Identifier: Apache-2.0
"""`flask jobs …`: drain the queue."""

from __future__ import annotations

import signal
import threading
from types import FrameType

import click
from flask import current_app

from lms.cli.groups import DatabaseGroup, refuse_without_tables
from lms.jobs import worker
from lms.jobs.worker import Registry

REST_SECONDS = 0.3
REGISTRY = "koshu_registry"
group = DatabaseGroup("jobs", help="The job queue.")


@group.command("work")
@click.option("--once", is_flag=True, help="Run what is due now and stop.")
def work(once: bool) -> None:
    """Run jobs as they fall due, until told to stop."""
    refuse_without_tables()
    registry: Registry = current_app.extensions[REGISTRY]
    stop = threading.Event()
    if once:
        click.echo(f"jobs run: {worker.run_due(registry)}")
        return

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    while not stop.is_set():
        if worker.attend(registry) == 0:
            stop.wait(REST_SECONDS)
