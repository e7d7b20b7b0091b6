# SPDX-License-Identifier: Apache-2.0
"""A real site in a process of its own whose clock the test can move: `python -m tests.journeys.clocked_site`.

Reads `clock-offset` (seconds) from its data folder and lives that much in the future. Only tests have this; the
site itself has no switch that shortens hours.
"""

from __future__ import annotations

import os
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine
from werkzeug.serving import make_server

from lms.app import create_app
from lms.config import Settings
from lms.jobs import worker

POLL_SECONDS = 0.02
_real_monotonic = time.monotonic


class MovedClock:
    """Follows the offset file; `settled` in the data folder repeats the offset once it holds."""

    def __init__(self, folder: Path) -> None:
        self.wanted = folder / "clock-offset"
        self.settled = folder / "clock-settled"
        self.offset = 0.0
        self.traveller: time_machine.travel | None = None
        self.begun_real = _real_monotonic()
        self.begun = datetime.now(UTC)

    def follow(self) -> None:
        while True:
            text = self.wanted.read_text() if self.wanted.exists() else "0"
            if text and float(text) != self.offset:
                self._travel(float(text))
                self.settled.write_text(text)
            time.sleep(POLL_SECONDS)

    def _travel(self, offset: float) -> None:
        real_now = self.begun + timedelta(seconds=_real_monotonic() - self.begun_real)
        if self.traveller is not None:
            self.traveller.stop()
        self.traveller = time_machine.travel(real_now + timedelta(seconds=offset), tick=True)
        self.traveller.start()
        self.offset = offset


def main() -> None:
    settings = Settings.from_env(os.environ)
    app = create_app(settings)
    registry = app.extensions["koshu_registry"]

    def work() -> None:
        while True:
            with app.app_context():
                worker.run_due(registry)
            time.sleep(0.1)

    threading.Thread(target=MovedClock(settings.data_dir).follow, daemon=True).start()
    if os.environ.get("WITH_WORKER", "1") == "1":
        threading.Thread(target=work, daemon=True).start()
    make_server(settings.host, settings.port, app, threaded=True).serve_forever()


if __name__ == "__main__":
    main()
