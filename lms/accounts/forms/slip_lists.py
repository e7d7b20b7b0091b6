# SPDX-License-Identifier: Apache-2.0
"""Forms about lists of people: entering one, and each of its lines with what is wrong or to be looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, TextAreaField
from wtforms.validators import ValidationError

from lms.accounts.domain.folding import kana_key, search_key
from lms.accounts.domain.slip_lists import ListRead, RowTyped, read_list
from lms.accounts.forms import BirthDateForm, NameForm, evidence_field
from lms.accounts.forms.slips import OrganizationForm
from lms.accounts.labels.slips import COLUMNS
from lms.errors import Invalid
from lms.i18n import _, lazy
from lms.sheets.reader import Row

TYPED = ("register", "kana", "latin", "birth_date")


class SlipListForm(OrganizationForm):
    """A list, pasted or as a file, and how it is known that these are the people."""

    pasted = TextAreaField(lazy("Paste the list here"))
    file = FileField(lazy("Or choose a file"))
    evidence = evidence_field(lazy("How you made sure who they are"))

    def validate_file(self, field: Field) -> None:
        """One of the two, not both."""
        has_file = bool(field.data and field.data.filename)
        if has_file and (self.pasted.data or "").strip():
            raise ValidationError(_("Please paste the list or choose a file, not both."))
        if not has_file and not (self.pasted.data or "").strip():
            raise ValidationError(_("Please paste the list, or choose a file."))

    def read(self, rows: Sequence[Row]) -> ListRead:
        """The lines by their columns.

        Errors: Invalid.
        """
        found = read_list([(row.number, row.cells) for row in rows])
        if found.missing:
            missing = _(", ").join(str(COLUMNS[part]) for part in found.missing)
            raise Invalid("list-columns-missing", missing=missing)
        if not found.rows:
            raise Invalid("sheet-empty")
        return found


class RowForm(NameForm, BirthDateForm):
    """One line. Without kanji means that the name is not written in kanji."""

    class Meta(NameForm.Meta):
        """The token is checked with the form around the lines."""

        csrf = False

    left_out = BooleanField(lazy("Leave this line out."))
    is_another = BooleanField(lazy("This is another person than the one in the line above."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.register.flags.required = False

    def validate_register(self, field: Field) -> None:
        """An empty cell says that there are no kanji."""
        self.no_kanji.data = not field.data
        super().validate_register(field)


@dataclass(slots=True)
class CheckedRow:
    """A line, its form with the faults, and what to look at although nothing is wrong."""

    position: int
    form: RowForm
    left_out: bool
    is_right: bool
    same_as: int | None = None
    remarks: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether it can be registered, or need not be."""
        return self.left_out or (self.is_right and self.same_as is None)


def row_form(typed: RowTyped, *, left_out: bool, is_another: bool, on: date) -> RowForm:
    """The form of one line as it was typed."""
    sent = MultiDict({name: getattr(typed, name) for name in TYPED})
    sent.update({name: "y" for name, is_set in (("left_out", left_out), ("is_another", is_another)) if is_set})
    prefix = prefix_of(typed.position)
    return RowForm(MultiDict({prefix + name: value for name, value in sent.items()}), on=on, prefix=prefix)


def prefix_of(position: int) -> str:
    """What the names of a line's controls begin with."""
    return f"row{position}-"


def checked_rows(rows: Sequence[Any], *, on: date) -> list[CheckedRow]:
    """Every line with what is to be said about it; a line that repeats an earlier one says which."""
    found: list[CheckedRow] = []
    seen: dict[tuple[str, str, date], int] = {}
    for row in rows:
        typed = RowTyped(row.position, *(getattr(row, name) for name in TYPED))
        form = row_form(typed, left_out=row.left_out, is_another=row.is_another, on=on)
        checked = CheckedRow(row.position, form, left_out=row.left_out, is_right=form.validate())
        if checked.is_right and not row.left_out:
            _compare(checked, seen)
            checked.remarks = _remarks(form)
        found.append(checked)
    return found


def typed_rows(sent: Mapping[str, str], positions: Sequence[int]) -> dict[int, tuple[RowTyped, bool, bool]]:
    """The lines that were typed anew, as they stand in what was sent."""
    found = {}
    for position in positions:
        prefix = prefix_of(position)
        if prefix + "kana" in sent:
            cells = (sent.get(prefix + name, "") for name in TYPED)
            marks = (bool(sent.get(prefix + name)) for name in ("left_out", "is_another"))
            found[position] = (RowTyped(position, *cells), *marks)
    return found  # type: ignore[return-value]


def _compare(checked: CheckedRow, seen: dict[tuple[str, str, date], int]) -> None:
    name = checked.form.name_given
    key = (search_key(name.shown), kana_key(name.kana), checked.form.birth_date.data)
    first = seen.setdefault(key, checked.position)
    if first != checked.position and not checked.form.is_another.data:
        checked.same_as = first


def _remarks(form: RowForm) -> list[str]:
    taken = [
        _("%(label)s: you typed “%(typed)s”, we take “%(taken)s”.", label=label, typed=typed, taken=taken)
        for label, typed, taken in form.conversions()
    ]
    if form.no_kanji.data:
        taken.append(_("No kanji: the certificate will show the name in Latin letters."))
    return taken
