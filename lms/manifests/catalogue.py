# SPDX-License-Identifier: Apache-2.0
"""The words of every finding: what is wrong, and what was expected instead. One place for all checks of content."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """An error refuses the file; a warning only asks somebody to look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Words:
    """English words of a finding, which are also the keys of their translation."""

    what: str
    expected: str
    level: Level = Level.ERROR


def N_(msgid: str) -> str:  # noqa: N802 - the name by which message extraction knows it
    """Mark words for translation without translating them here."""
    return msgid


FILES = {
    "file-missing": Words(N_("there is no file “%(path)s”"), N_("a file at this path")),
    "file-unexpected": Words(
        N_("“%(path)s” does not belong into a package"),
        N_("only the files that the package format names, in their folders"),
    ),
    "file-unused": Words(
        N_("nothing refers to “%(path)s”"),
        N_("a page, a film or a module that uses it, or no such file"),
        Level.WARNING,
    ),
    "file-too-large": Words(N_("the file is too large (%(size)s)"), N_("at most %(limit)s")),
    "file-unreadable": Words(N_("“%(path)s” cannot be read"), N_("an ordinary file that may be read")),
    "file-kind": Words(
        N_("the content of “%(path)s” is not what its name says"), N_("a file of the kind that its ending names")
    ),
    "package-too-large": Words(N_("the package is too large (%(size)s)"), N_("at most %(limit)s")),
    "package-not-found": Words(N_("there is no package folder here"), N_("a folder that contains course.yaml")),
    "folder-name": Words(N_("the folder is called “%(folder)s”"), N_("“%(name)s”, as course.yaml says")),
    "path-outside": Words(
        N_("the path “%(path)s” leads out of the package"), N_("a path within the package, such as assets/flow.svg")
    ),
    "path-link": Words(N_("“%(path)s” is a link"), N_("the file itself")),
    "path-twice": Words(
        N_("“%(path)s” exists in two spellings that look the same"), N_("one file, its name in composed form (NFC)")
    ),
    "not-utf-8": Words(N_("the text is not UTF-8"), N_("a text saved as UTF-8")),
    "control-character": Words(N_("the text contains the hidden character %(sign)s"), N_("visible characters only")),
}

YAML = {
    "yaml-syntax": Words(N_("the YAML cannot be read: %(problem)s"), N_("well-formed YAML")),
    "yaml-empty": Words(N_("the file is empty"), N_("the entries that the format names")),
    "yaml-duplicate-key": Words(
        N_("the key “%(key)s” appears a second time (first in line %(first)s)"), N_("each key once")
    ),
    "yaml-key-not-text": Words(N_("a key is a list or a mapping"), N_("a word as key")),
    "yaml-alias": Words(N_("an anchor (&) or alias (*) is used"), N_("the text written out")),
    "yaml-tag": Words(N_("the tag “%(tag)s” is used"), N_("plain YAML without tags")),
    "yaml-several-documents": Words(N_("a second document begins here"), N_("one document in a file")),
    "yaml-too-deep": Words(N_("lists and mappings lie too deep in each other"), N_("at most %(limit)s levels")),
    "yaml-too-many": Words(N_("the file has too many entries"), N_("at most %(limit)s")),
}

SHAPE = {
    "key-unknown": Words(N_("the key “%(key)s” is not known here"), N_("one of: %(known)s")),
    "key-missing": Words(N_("the key “%(key)s” is missing"), N_("an entry with this key")),
    "kind-missing": Words(N_("“%(key)s” does not say of which kind it is"), N_("a kind, such as kind: true_false")),
    "not-text": Words(N_("“%(key)s” is not a text"), N_("a text (numbers and dates in quotation marks)")),
    "not-whole-number": Words(N_("“%(key)s” is not a whole number"), N_("a whole number, without quotation marks")),
    "not-yes-or-no": Words(N_("“%(key)s” is neither true nor false"), N_("true or false, without quotation marks")),
    "not-a-list": Words(N_("“%(key)s” is not a list"), N_("a list")),
    "not-a-mapping": Words(N_("“%(key)s” is not a mapping"), N_("a mapping of keys and values")),
    "not-a-date": Words(N_("“%(key)s” is not a date"), N_("a date such as 2027-04-01")),
    "number-too-small": Words(N_("“%(key)s” is too small"), N_("%(limit)s or more")),
    "number-too-large": Words(N_("“%(key)s” is too large"), N_("%(limit)s or less")),
    "list-too-short": Words(N_("“%(key)s” has too few entries"), N_("at least %(limit)s")),
    "list-too-long": Words(N_("“%(key)s” has too many entries"), N_("at most %(limit)s")),
    "text-empty": Words(N_("“%(key)s” is empty"), N_("words")),
    "text-too-long": Words(N_("“%(key)s” is too long"), N_("at most %(limit)s characters")),
    "not-an-id": Words(
        N_("“%(key)s” cannot be an id"), N_("small letters and digits, joined by hyphens, such as labour-law")
    ),
    "not-a-code": Words(N_("“%(key)s” cannot be a short code"), N_("two to four capital letters, such as TM")),
    "not-a-fact": Words(
        N_("“%(key)s” cannot be the number of a fact"), N_("a capital letter and two or three digits, such as C16")
    ),
    "value-unknown": Words(N_("“%(key)s” has a value that is not known"), N_("one of: %(known)s")),
    "value-wrong": Words(N_("“%(key)s” has a value that cannot be used"), N_("a value as the format describes it")),
    "duplicate-id": Words(N_("the id “%(id)s” is used a second time"), N_("an id of its own")),
}

LAW = {
    "cite-unknown": Words(N_("there is no citation “%(id)s”"), N_("one of the ids under “citations”")),
    "cite-unused": Words(
        N_("the citation “%(id)s” is used by nothing"), N_("a fact that rests on it, or no such entry"), Level.WARNING
    ),
    "role-unknown": Words(N_("there is no role “%(id)s”"), N_("one of the ids under “roles”")),
    "span-backwards": Words(N_("the span ends before it begins"), N_("“until” later than “from”")),
    "draw-unknown-item": Words(N_("the draw names the legal item “%(id)s”"), N_("a legal item of this course type")),
    "draw-missing-item": Words(
        N_("the draw takes no question from the legal item “%(id)s”"), N_("at least one question from each legal item")
    ),
    "draw-sum": Words(N_("the draw adds up to %(sum)s questions"), N_("%(questions)s, as the test form says")),
    "requirement-course-type": Words(
        N_("the requirement asks for the course type “%(id)s”"), N_("a course type that the rule set names")
    ),
    "requirement-overlap": Words(
        N_("the requirement and “%(other)s” ask the same role for the same course on the same days"),
        N_("spans that do not overlap"),
    ),
    "cite-not-fictitious": Words(
        N_("the scheme is fictitious, but the citation “%(id)s” does not say so"),
        N_("the word “fictitious” in the English citation"),
    ),
}

COURSE = {
    "scheme-unknown": Words(N_("the scheme “%(id)s” has no rule set"), N_("one of: %(known)s")),
    "course-type-unknown": Words(N_("the rule set has no course type “%(id)s”"), N_("one of: %(known)s")),
    "course-type-not-teachable": Words(
        N_("the rule set names the course type “%(id)s”, but does not know its hours and test"), N_("one of: %(known)s")
    ),
    "legal-item-unknown": Words(N_("the course type has no legal item “%(id)s”"), N_("one of: %(known)s")),
    "legal-item-missing": Words(
        N_("no module teaches the legal item “%(id)s”"), N_("pages of at least %(needed)s minutes")
    ),
    "minutes-too-few": Words(
        N_("the pages of the legal item “%(id)s” add up to %(given)s minutes"),
        N_("at least %(needed)s minutes, as the rule set demands"),
    ),
    "time-sum": Words(N_("reading and working add up to %(given)s minutes"), N_("%(needed)s, the minutes of the page")),
    "reading-time": Words(
        N_("%(given)s minutes of reading do not suit %(characters)s Japanese characters"),
        N_("between %(least)s and %(most)s minutes"),
        Level.WARNING,
    ),
    "language-missing": Words(N_("there is no file “%(path)s”"), N_("every page in Japanese and in English")),
    "page-empty": Words(N_("the page has no text"), N_("teaching")),
    "file-used-twice": Words(N_("“%(path)s” is used by two entries"), N_("a file of its own for each")),
    "asset-missing": Words(N_("there is no file “%(path)s”"), N_("a file of the package under assets/")),
    "page-unknown": Words(N_("there is no page “%(id)s”"), N_("the id of a page of this course")),
    "question-page-elsewhere": Words(
        N_("the page “%(id)s” belongs to another legal item"),
        N_("a page to revise within the question's own legal item"),
        Level.WARNING,
    ),
    "question-kind": Words(
        N_("the test form does not allow questions of the kind “%(kind)s”"), N_("one of: %(known)s")
    ),
    "answer-unknown": Words(N_("the answer “%(answer)s” is not among the options"), N_("one of: %(known)s")),
    "bank-too-small": Words(
        N_("the legal item “%(id)s” has %(given)s questions"), N_("at least %(needed)s, as each test draws so many")
    ),
}

MARKUP = {
    "markup-too-long": Words(N_("the page is too long (%(size)s characters)"), N_("at most %(limit)s characters")),
    "markup-too-many-lines": Words(N_("the page has too many lines (%(size)s)"), N_("at most %(limit)s lines")),
    "markup-brackets": Words(N_("the page has too many opening square brackets (%(size)s)"), N_("at most %(limit)s")),
    "markup-long-line": Words(N_("the line is too long (%(size)s characters)"), N_("at most %(limit)s characters")),
    "markup-too-deep": Words(N_("lists and quotations lie too deep in each other"), N_("at most %(limit)s levels")),
    "markup-html": Words(N_("HTML is used: %(html)s"), N_("Markdown; HTML is shown as text")),
    "markup-link": Words(N_("the link leads to “%(target)s”"), N_("an address with https:// or page:<page-id>")),
    "markup-link-empty": Words(N_("the link has no words"), N_("words that say where the link leads")),
    "markup-page-unknown": Words(
        N_("the link leads to the page “%(id)s”, which does not exist"), N_("a page of this course")
    ),
    "markup-image-address": Words(
        N_("the picture is taken from “%(target)s”"), N_("a picture of the package under assets/")
    ),
    "markup-image-missing": Words(N_("there is no picture “%(target)s”"), N_("a picture of the package under assets/")),
    "markup-image-alone": Words(N_("the picture stands within a line of text"), N_("a picture alone in its paragraph")),
    "markup-alt-missing": Words(
        N_("the picture has no text for people who do not see it"), N_("a description between the square brackets")
    ),
    "markup-heading-first": Words(
        N_("a heading of the first level is used"), N_("headings from ## on; the title comes from course.yaml")
    ),
    "markup-heading-jump": Words(N_("the heading skips a level"), N_("## , then ### , then ####")),
    "markup-heading-empty": Words(N_("the heading has no words"), N_("words")),
    "markup-callout-kind": Words(
        N_("there is no call-out “%(kind)s”"),
        N_("note, warning, example, exercise, aim, case, checklist, remember or easy"),
    ),
    "markup-callout-title": Words(N_("the call-out has no title"), N_("a title after its kind")),
    "markup-callout-open": Words(N_("the call-out is never closed"), N_("a line with ::: after it")),
    "markup-callout-stray": Words(
        N_("the line with ::: closes nothing"), N_("an opening line before it, such as ::: note Title")
    ),
    "markup-table-cells": Words(
        N_("the row has more cells than the head of its table, and what is in them would be lost"),
        N_("%(columns)s cells; write a bar within a cell as \\|"),
    ),
    "markup-table-broken": Words(
        N_("a line begins with a bar, but is not read as a table"),
        N_("a head and below it a line of hyphens with as many cells"),
    ),
    "markup-footnote-unused": Words(
        N_("nothing refers to the footnote “%(id)s”, so it would not be shown"),
        N_("[^%(id)s] in the text"),
        Level.WARNING,
    ),
    "markup-footnote": Words(N_("the footnote “%(id)s” has no text"), N_("a line that begins with [^%(id)s]:")),
    "markup-ruby": Words(N_("the reading in “%(text)s” is incomplete"), N_("{word|reading}")),
}

CAPTIONS = {
    "captions-header": Words(N_("the captions do not begin with WEBVTT"), N_("WEBVTT on the first line")),
    "captions-none": Words(N_("there is no caption"), N_("at least one caption with its times")),
    "captions-time": Words(N_("the times cannot be read"), N_("times such as 00:00:01.000 --> 00:00:04.500")),
    "captions-order": Words(N_("the caption begins before the one above"), N_("captions in the order of time")),
    "captions-backwards": Words(N_("the caption ends before it begins"), N_("an end later than the beginning")),
    "captions-text": Words(N_("the caption has no text"), N_("words below its times")),
    "captions-blank": Words(N_("a blank line is missing"), N_("a blank line before each caption")),
}

SVG = {
    "svg-syntax": Words(N_("the drawing cannot be read"), N_("well-formed SVG without document type or entities")),
    "svg-root": Words(N_("the drawing does not begin with svg"), N_("an svg element with viewBox")),
    "svg-element": Words(
        N_("the drawing contains “%(name)s”"), N_("shapes and text only, no script and no foreign parts")
    ),
    "svg-attribute": Words(N_("the drawing has the attribute “%(name)s”"), N_("no behaviour within the drawing")),
    "svg-reference": Words(N_("the drawing refers to “%(target)s”"), N_("references within the drawing only (#…)")),
}

CATALOGUE: dict[str, Words] = {**FILES, **YAML, **SHAPE, **LAW, **COURSE, **MARKUP, **CAPTIONS, **SVG}
