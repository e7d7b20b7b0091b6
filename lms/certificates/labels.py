# SPDX-License-Identifier: Apache-2.0
"""Words for certificates: answers, states, obstacles, refusals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lms.certificates.domain.issuing import Obstacle, Reason
from lms.certificates.domain.seal import SealFault
from lms.certificates.domain.snapshot import PaperKind, SealKind
from lms.certificates.domain.standing import Answer, EventKind
from lms.i18n import lazy

EXAMPLES = {
    "name": {"ja": "一般財団法人 見本研修財団"},
    "notice": {"ja": "令和8年法務省・厚生労働省告示第0号による指定"},
    "representative": {"ja": "代表理事 見本 太郎"},
}

ANSWERS: Mapping[Answer, Any] = {
    Answer.IN_FORCE: lazy("In force"),
    Answer.RENEWAL_DUE: lazy("In force, renewal is due"),
    Answer.EXPIRED: lazy("Expired"),
    Answer.REPLACED: lazy("Replaced"),
    Answer.REVOKED: lazy("Revoked"),
    Answer.SUSPENDED: lazy("Suspended"),
    Answer.SAMPLE: lazy("Sample: not a certificate"),
    Answer.UNLISTED: lazy("Not from a registered training body"),
    Answer.NOT_YET: lazy("Not yet completed on this day"),
    Answer.NO_LONGER_KEPT: lazy("Record no longer kept"),
    Answer.UNKNOWN: lazy("No such certificate"),
    Answer.ALTERED: lazy("Altered: do not accept"),
    Answer.CANNOT_KNOW: lazy("Cannot be decided now"),
}

UNCHECKED: Mapping[Answer, Any] = {
    Answer.IN_FORCE: lazy("In force, issuer not checked"),
    Answer.RENEWAL_DUE: lazy("In force, renewal is due, issuer not checked"),
}

BADGES: Mapping[Answer, tuple[Any, str]] = {
    Answer.IN_FORCE: (lazy("In force"), "good"),
    Answer.RENEWAL_DUE: (lazy("Time to renew"), "notice"),
    Answer.EXPIRED: (lazy("Expired"), "neutral"),
    Answer.REPLACED: (lazy("Replaced"), "neutral"),
    Answer.REVOKED: (lazy("Revoked"), "bad"),
    Answer.SUSPENDED: (lazy("Suspended"), "bad"),
    Answer.SAMPLE: (lazy("Sample"), "info"),
    Answer.UNLISTED: (lazy("Not listed"), "bad"),
    Answer.NOT_YET: (lazy("Not yet"), "neutral"),
    Answer.NO_LONGER_KEPT: (lazy("No longer kept"), "neutral"),
    Answer.UNKNOWN: (lazy("Unknown"), "neutral"),
    Answer.ALTERED: (lazy("Altered"), "bad"),
    Answer.CANNOT_KNOW: (lazy("Cannot know"), "notice"),
}

EVENTS: Mapping[EventKind, Any] = {
    EventKind.ISSUED: lazy("Issued"),
    EventKind.SUSPENDED: lazy("Suspended"),
    EventKind.REINSTATED: lazy("Reinstated"),
    EventKind.REVOKED: lazy("Revoked"),
    EventKind.REPLACED: lazy("Replaced"),
}

REASONS: Mapping[Reason, Any] = {
    Reason.COMPLETED: lazy("Course completed"),
    Reason.ISSUER_CORRECTION: lazy("Correction of the issuer's mistake"),
    Reason.NAME_CHANGE: lazy("Change of name"),
    Reason.OTHER: lazy("Other"),
}

PAPERS: Mapping[PaperKind, Any] = {
    PaperKind.CERTIFICATE: lazy("Certificate"),
    PaperKind.SAMPLE: lazy("Sample"),
    PaperKind.LEARNING_RECORD: lazy("Learning record"),
}

SEALS: Mapping[SealKind, Any] = {
    SealKind.IMAGE: lazy("Print a picture of the seal"),
    SealKind.SPACE: lazy("Leave room for a stamp by hand"),
    SealKind.OMITTED: lazy("Print a note that the seal is omitted"),
}

OBSTACLES: Mapping[Obstacle, Any] = {
    Obstacle.ISSUER_NOT_RECORDED: lazy("The training body's name, designation and signatory are not recorded."),
    Obstacle.NOTICE_NOT_CONFIRMED: lazy("The designation notice has not been confirmed."),
    Obstacle.NO_SIGNING_KEY: lazy("There is no signing key."),
    Obstacle.RULES_NOT_SIGNED_OFF: lazy("Some data of the law have not been signed off."),
    Obstacle.FICTITIOUS_RULES: lazy("The rules of this course are invented, for trying things out."),
}

REFUSALS: Mapping[str, Any] = {
    "certificate-being-prepared": lazy("Your certificate is being prepared. Please try again in a moment."),
    "certificate-no-longer-kept": lazy("The record of this certificate is no longer kept."),
    "sample-is-no-news": lazy("This is a sample; there is nothing to tell about it yet."),
    "no-mailbox": lazy("No mail reaches this person: there is no confirmed address that works. Please telephone."),
    "sample-not-reissued": lazy("A sample is not reissued. Download it again as it is."),
    "no-failure-to-notify": lazy("There is no notice of failure for this test."),
    "no-rule-set": lazy("No rules have been imported yet, so there is no certificate to show."),
    "document-not-rendered": lazy("The document could not be made. Please call us."),
    "name-not-printable": lazy("The name has characters that cannot be printed (%(signs)s). Please call us."),
    "day-not-understood": lazy("This is not a day. Please write it like 2027-04-01 or R9.4.1."),
    "birth-date-tries": lazy("The birth date was wrong too often. Please try again tomorrow, or call us."),
    "no-learning-record": lazy("There is no learning record for this completion: it earns a certificate."),
    "certificate-unknown": lazy("There is no such paper."),
    "key-unknown": lazy("There is no key %(kid)s."),
    "key-missing": lazy("A signing key is missing: %(path)s"),
    "key-damaged": lazy("A signing key is damaged: %(path)s"),
    "key-halves-differ": lazy("The two halves of a signing key do not fit: %(path)s"),
    "key-readable-by-others": lazy("A signing key can be read by other users: %(path)s"),
    "key-folder-open-to-others": lazy("Other users can write into the folder of the signing keys: %(path)s"),
    "seal-picture-missing": lazy("Please choose a PNG file with the picture of the seal."),
    "seal-not-usable": lazy("The picture of the seal cannot be used. Please choose another PNG file."),
}

SEAL_FAULTS: Mapping[SealFault, Any] = {
    SealFault.NOT_A_PNG: lazy("The picture of the seal must be a PNG file."),
    SealFault.TOO_LARGE: lazy("The file is larger than 300 KB. Please choose a smaller one."),
    SealFault.DAMAGED: lazy("The file is damaged. Please save the picture again as PNG."),
    SealFault.TOO_SMALL_A_PICTURE: lazy("The picture is too small to print well: at least 100 pixels on each side."),
    SealFault.TOO_LARGE_A_PICTURE: lazy("The picture has too many pixels: at most 2,000 on each side."),
}
