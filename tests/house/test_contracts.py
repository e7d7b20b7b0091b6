# SPDX-License-Identifier: Apache-2.0
"""The import contracts hold, and each of them would notice being broken."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.reading import LMS, ROOT, setup_cfg

LINT_IMPORTS = Path(sys.executable).parent / "lint-imports"
VERDICT = re.compile(r"^(.+) (KEPT|BROKEN)(?: \(.*\))?$", re.MULTILINE)
PREFIX = "importlinter:contract:"
# One wrong import for each contract: contract, file, what is written into it.
WRONG = (
    ("floors", "lms/accounts/queries.py", "import lms.quizzes.queries"),
    ("rooms", "lms/courses/models.py", "import lms.courses.queries"),
    ("plain-domain", "lms/courses/domain/progress.py", "import sqlalchemy"),
    ("no-request-below-the-door", "lms/quizzes/queries.py", "import flask"),
    ("forms-ask-nobody", "lms/quizzes/labels.py", "import lms.db"),
    ("no-sql-at-the-door", "lms/quizzes/jobs.py", "import sqlalchemy"),
    ("private-entrances", "lms/certificates/queries.py", "import lms.quizzes.jobs"),
    ("private-tables", "lms/quizzes/labels.py", "import lms.quizzes.models"),
    ("clock", "lms/quizzes/queries.py", "import lms.clock"),
    ("libraries", "lms/quizzes/queries.py", "import cbor2"),
)


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(LINT_IMPORTS), "--no-cache", "--config", str(folder / "setup.cfg")]
    return subprocess.run(
        command, cwd=folder, env={"PYTHONPATH": str(folder)}, capture_output=True, text=True, check=False
    )


def verdicts(output: str) -> dict[str, str]:
    """KEPT or BROKEN by the name of the contract."""
    return dict(VERDICT.findall(output))


def names() -> dict[str, str]:
    sections = {name.removeprefix(PREFIX): name for name in setup_cfg().sections() if name.startswith(PREFIX)}
    return {short: setup_cfg()[section]["name"] for short, section in sections.items()}


def test_every_import_runs_in_an_allowed_direction():
    found = lint_imports(ROOT)
    assert found.returncode == 0, found.stdout[-4000:]
    assert set(verdicts(found.stdout)) == set(names().values())


@pytest.fixture(scope="module")
def broken_house(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The verdicts on a copy of the code into which each wrong import was written."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "setup.cfg", folder)
    shutil.copytree(
        LMS,
        folder / "lms",
        ignore=shutil.ignore_patterns("__pycache__", "static", "templates", "fonts", "translations"),
    )
    for _contract, file, line in WRONG:
        with (folder / file).open("a", encoding="utf-8") as source:
            source.write(f"\n{line}\n")
    return verdicts(lint_imports(folder).stdout)


def test_each_contract_is_put_to_the_test():
    assert {contract for contract, _file, _line in WRONG} == set(names())


@pytest.mark.parametrize("contract", [contract for contract, _file, _line in WRONG])
def test_a_contract_notices_a_wrong_import(broken_house, contract):
    assert broken_house[names()[contract]] == "BROKEN"
