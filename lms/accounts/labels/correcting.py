# SPDX-License-Identifier: Apache-2.0
"""Words about requests for another name, the documents sent for them, and printable forms of rare characters."""

from __future__ import annotations

from lms.accounts.domain.correcting import Cause, DocumentKind, HandIn, Outcome
from lms.accounts.domain.printed import PrintWay
from lms.accounts.domain.uploads import Media, UploadFault
from lms.i18n import lazy

CAUSES = {
    Cause.FAMILY: lazy("Marriage, divorce or adoption"),
    Cause.TYPING: lazy("It was typed wrongly here"),
    Cause.NATIONALITY: lazy("Naturalization, or another spelling on the residence card"),
    Cause.REGISTER: lazy("Another change on the register"),
    Cause.OTHER: lazy("Something else, described below"),
}

DOCUMENTS = {
    DocumentKind.RESIDENCE: lazy("Certificate of residence"),
    DocumentKind.FAMILY_REGISTER: lazy("Extract of the family register"),
    DocumentKind.LICENCE: lazy("Driving licence"),
    DocumentKind.RESIDENCE_CARD: lazy("Residence card"),
    DocumentKind.NUMBER_CARD: lazy("Individual Number Card, front side only"),
    DocumentKind.PASSPORT: lazy("Passport"),
    DocumentKind.OTHER: lazy("Another document"),
}

HAND_INS = {
    HandIn.HERE: lazy("I send a photo or scan here."),
    HandIn.PAPER: lazy("I send a copy by post, or show it at your office."),
}

MEDIA = {
    Media.JPEG: lazy("Photo (JPEG)"),
    Media.PNG: lazy("Picture (PNG)"),
    Media.PDF: lazy("PDF"),
}

UPLOAD_FAULTS = {
    UploadFault.KIND: lazy(
        "This file is none of the kinds we can open: %(kinds)s. Please choose another one, or take a photo of the "
        "screen or paper and send that."
    ),
    UploadFault.TOO_LARGE: lazy("This file is larger than %(most)s MB. Please take the photo with a lower resolution."),
    UploadFault.EMPTY: lazy("This file is empty. Please choose it again."),
}

OUTCOMES = {
    Outcome.GRANTED: lazy("Corrected as asked"),
    Outcome.REFUSED: lazy("Not corrected"),
    Outcome.WITHDRAWN: lazy("Withdrawn by the person"),
    Outcome.EXPIRED: lazy("Ended without a decision"),
}

PRINT_WAYS = {
    PrintWay.STAND_IN: lazy("With the usual form of the character"),
    PrintWay.OTHER: lazy("With another character"),
    PrintWay.LATIN: lazy("In Latin letters"),
}

GRANT_EXAMPLE = {
    "ja": "住民票の写し（令和8年7月1日発行）の画像と照合",
    "en": "Compared with the picture of the certificate of residence of 1 July 2026",
}
REFUSE_EXAMPLE = {
    "ja": "画像がぼやけて、漢字が読めません。明るいところで、もう一度お撮りください。",
    "en": "The picture is blurred and the characters cannot be read. Please take it again in good light.",
}

CORRECTION_REFUSALS = {
    "names-not-locked": lazy("You can still change your name and birth date yourself: your first test has not begun."),
    "name-request-open": lazy(
        "You have asked already, and we have not decided yet. Please withdraw that request first."
    ),
    "name-request-ended": lazy("This request was decided or withdrawn meanwhile."),
    "name-changed-meanwhile": lazy("The name or birth date was changed meanwhile. Please compare once more."),
    "document-gone": lazy("The document is not here any more. Please choose the file once more."),
    "file-not-possible": lazy("This file cannot be taken. Please choose another one."),
    "print-not-possible": lazy("The name cannot be printed in this way. Please choose again."),
}
