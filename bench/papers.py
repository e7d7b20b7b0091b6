# SPDX-License-Identifier: Apache-2.0
"""How many certificate PDFs one core makes in a second: `python -m bench.papers ID SECONDS` on a site's data folder."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace

from lms.app import create_app
from lms.certificates import queries
from lms.certificates.adapters.paper import certificate_pdf
from lms.certificates.services import papers
from lms.config import Settings
from lms.db import reading
from lms.identifiers import new_certificate_id


def main() -> None:
    """Typeset papers of ever other holders for some seconds of processor time; a paper made twice would come cheap."""
    certificate_id, seconds = sys.argv[1], float(sys.argv[2])
    app = create_app(Settings.from_env(os.environ))
    with app.app_context(), reading():
        certificate = queries.by_certificate_id(certificate_id)
        snapshot, url = papers.snapshot_of(certificate), papers.code_url(certificate)
        papers.pdf_of(certificate)  # the first one loads the fonts
        made, begun = 0, time.process_time()
        while time.process_time() - begun < seconds:
            other = new_certificate_id()
            holder = replace(snapshot.holder, latin=f"HOLDER {made}")
            certificate_pdf(
                replace(snapshot, certificate_id=other, holder=holder),
                qr_url=url.replace(certificate_id, other),
                cose=certificate.cose,
            )
            made += 1
        print(round(made / (time.process_time() - begun)))


if __name__ == "__main__":
    main()
