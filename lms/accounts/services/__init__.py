# SPDX-License-Identifier: Apache-2.0
"""What can be done with persons and accounts. Callers use these names; the modules are how they are sorted."""

from lms.accounts.services.calling import note_call
from lms.accounts.services.contacts import (
    add_address,
    add_telephone,
    confirm_address,
    correct_contact,
    mark_as_own,
    mark_as_shared,
    remove_contact,
    send_link_again,
)
from lms.accounts.services.failing import close_hint, mark_as_failing, mark_as_working, note_failing
from lms.accounts.services.merging import merge, tell_apart, undo_merge
from lms.accounts.services.naming import correct_birth_date, correct_name, lock_names, restate
from lms.accounts.services.operators import invite_first_operator, register_first_operator
from lms.accounts.services.passwords import (
    change_password,
    confirm_password,
    request_reset,
    reset_link,
    reset_password,
    send_reset,
)
from lms.accounts.services.registering import accept, open_account, register, sign_up
from lms.accounts.services.roles import end_grant, grant
from lms.accounts.services.settings import choose_language
from lms.accounts.services.signing_in import check_identity, open_session, sign_in, sign_out, sign_out_everywhere
from lms.accounts.services.sweeping import sweep
from lms.accounts.services.telling import tell

__all__ = [
    "accept",
    "add_address",
    "add_telephone",
    "change_password",
    "check_identity",
    "choose_language",
    "close_hint",
    "confirm_address",
    "confirm_password",
    "correct_birth_date",
    "correct_contact",
    "correct_name",
    "end_grant",
    "grant",
    "invite_first_operator",
    "lock_names",
    "mark_as_failing",
    "mark_as_own",
    "mark_as_shared",
    "mark_as_working",
    "merge",
    "note_call",
    "note_failing",
    "open_account",
    "open_session",
    "register",
    "register_first_operator",
    "remove_contact",
    "request_reset",
    "reset_link",
    "reset_password",
    "restate",
    "send_link_again",
    "send_reset",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "sign_up",
    "sweep",
    "tell",
    "tell_apart",
    "undo_merge",
]
