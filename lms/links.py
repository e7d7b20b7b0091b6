# SPDX-License-Identifier: Apache-2.0
"""Addresses for mails, papers and codes: paths below the site's PUBLIC_URL, built without a request."""

from urllib.parse import quote, urlsplit

from lms import config

CONFIRM_CONTACT, STOP_RESET = "/account/confirm-email/", "/account/stop-reset/"
SLIP = "/account/slip"


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
    return absolute(CONFIRM_CONTACT + quote(token))


def stop_reset(token: str) -> str:
    """The page on which a request for a new password is stopped."""
    return absolute(STOP_RESET + quote(token))


def opens_nothing(address: str) -> bool:
    """Whether the page behind an address neither signs in nor sets a password nor shows anything of a person."""
    return address.startswith((absolute(CONFIRM_CONTACT), absolute(STOP_RESET)))


def reset_password(token: str) -> str:
    """The page on which a new password is chosen."""
    return absolute(f"/account/new-password/{quote(token)}")


def first_operator(token: str) -> str:
    """The page on which the first operator makes an account."""
    return absolute(f"/account/first-operator/{quote(token)}")


def slip() -> str:
    """The page on which people begin with a slip."""
    return absolute(SLIP)


def sign_in() -> str:
    """The sign-in page."""
    return absolute("/account/sign-in")
