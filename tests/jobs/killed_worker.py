# SPDX-License-Identifier: Apache-2.0
"""A worker of its own process that stands still in the middle of its job, to be killed there.

Arguments: data folder, database address, file to touch when the job has written but not ended.
"""

import sys
import time
from pathlib import Path

from lms.app import create_app
from lms.clock import now
from lms.db import db
from lms.jobs import worker
from lms.jobs.outbox import enqueue
from lms.jobs.worker import Registry
from tests.conftest import settings_for


def main(folder: str, database_url: str, flag: str) -> None:
    """Run one job that writes a row and then waits to be killed."""

    def mark(_payload):
        enqueue("marked", {}, at=now(), unique_key=None)
        db.session.flush()  # the row is written, not committed
        Path(flag).touch()
        time.sleep(120)

    with create_app(settings_for(Path(folder), database_url)).app_context():
        worker.run_one(Registry(handlers={"probe.mark": mark}, listeners={}))


if __name__ == "__main__":
    main(*sys.argv[1:])
