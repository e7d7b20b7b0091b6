# SPDX-License-Identifier: Apache-2.0
"""Addresses for mails, papers and codes: paths below the site's PUBLIC_URL, built without a request."""

from urllib.parse import quote, urlsplit

from lms import config


def absolute(path: str) -> str:
    """The full address of a path on this site."""
    return config.current().public_url.rstrip("/") + path


def host() -> str:
    """The host (and port, where it is not the usual one) of this site's address."""
    return urlsplit(config.current().public_url).netloc


def certificate(certificate_id: str) -> str:
    """The public page of a certificate, as people type it."""
    return absolute(f"/C/{certificate_id}")


def confirm_contact(token: str) -> str:
    """The page on which an e-mail address is confirmed."""
    return absolute(f"/account/confirm-email/{quote(token)}")


def reset_password(token: str) -> str:
    """The page on which a new password is chosen."""
    return absolute(f"/account/new-password/{quote(token)}")


def first_operator(token: str) -> str:
    """The page on which the first operator makes an account."""
    return absolute(f"/account/first-operator/{quote(token)}")


def sign_in() -> str:
    """The sign-in page."""
    return absolute("/account/sign-in")
