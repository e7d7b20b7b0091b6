# SPDX-License-Identifier: Apache-2.0
"""`flask keys` and `flask certificates`."""

from __future__ import annotations

import pytest

from lms.certificates import services
from tests.factories.certificates import make_certificate


@pytest.fixture
def flask(app):
    """`flask("keys", "list")`: exit code and output."""

    def run(*words: str) -> tuple[int, str]:
        done = app.test_cli_runner().invoke(args=list(words))
        return done.exit_code, done.output

    return run


def test_keys_are_created_listed_rotated_and_retired(flask):
    assert "no key yet" in flask("keys", "list")[1]
    first = flask("keys", "create")[1].split()[1]
    second = flask("keys", "rotate")[1].split()[1].rstrip(";")
    listed = flask("keys", "list")[1].splitlines()
    assert {first, second} == {line.split()[0] for line in listed}
    assert "in use" in next(line for line in listed if line.startswith(second))
    assert flask("keys", "retire", second)[0] == 0
    assert "in use" not in flask("keys", "list")[1]


def test_a_key_that_does_not_exist_is_refused_in_a_sentence(flask):
    assert flask("keys", "retire", "00ff") == (1, "Error: There is no key 00ff.\n")


def test_the_paper_of_a_certificate_is_written_to_a_file(app, flask, tmp_path):
    with app.app_context():
        certificate = make_certificate()
        certificate_id, expected = certificate.certificate_id, services.pdf_of(certificate)
    out = tmp_path / "paper.pdf"
    assert flask("certificates", "pdf", certificate_id.lower(), "--out", str(out))[0] == 0
    assert out.read_bytes() == expected


@pytest.mark.parametrize("certificate_id", ["0" * 16, "nonsense"])
def test_a_certificate_that_does_not_exist_is_refused(flask, tmp_path, certificate_id):
    code, output = flask("certificates", "pdf", certificate_id, "--out", str(tmp_path / "x.pdf"))
    assert (code, "There is no certificate" in output) == (1, True)
    assert not (tmp_path / "x.pdf").exists()
