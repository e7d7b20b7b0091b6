# SPDX-License-Identifier: Apache-2.0
"""How many certificate PDFs one core makes in a second: `python -m bench.papers ID SECONDS` on a site's data folder."""

from __future__ import annotations

import os
import sys
import time

from lms.app import create_app
from lms.certificates import queries, services
from lms.config import Settings
from lms.db import reading


def main() -> None:
    """Render the same certificate anew for some seconds of processor time."""
    certificate_id, seconds = sys.argv[1], float(sys.argv[2])
    app = create_app(Settings.from_env(os.environ))
    with app.app_context(), reading():
        certificate = queries.by_certificate_id(certificate_id)
        services.pdf_of(certificate)  # the first one loads the fonts
        made, begun = 0, time.process_time()
        while time.process_time() - begun < seconds:
            services.pdf_of(certificate)
            made += 1
        print(round(made / (time.process_time() - begun)))


if __name__ == "__main__":
    main()
