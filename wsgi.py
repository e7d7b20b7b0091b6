# SPDX-License-Identifier: Apache-2.0
"""The door for the web server and for `flask --app wsgi`."""

import os
import sys

from lms.app import create_app
from lms.config import BadSettings, Settings

try:
    app = create_app(Settings.from_env(os.environ))
except BadSettings as bad:
    sys.exit("The site does not start:\n" + "\n".join(f"  - {problem}" for problem in bad.problems))
