# SPDX-License-Identifier: Apache-2.0
"""How a name with rare characters is to be printed: asked only where a character cannot be printed as typed."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, Field, FileField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from lms.accounts.adapters import printing
from lms.accounts.domain import names
from lms.accounts.domain.names import NameGiven
from lms.accounts.domain.printed import Chosen, Lacking, PrintWay, by_stand_ins
from lms.accounts.domain.uploads import LARGEST_PICTURE, PICTURES
from lms.accounts.forms.uploads import content_of, refuse_unfit
from lms.graphemes import graphemes
from lms.i18n import _, lazy
from lms.web.forms import Form, LineField

NOT_ASKED = ""


class PrintFields(Form):
    """The choice of the person herself. Who types a name that can be printed never sees it."""

    printing = RadioField(lazy("How shall the name be printed?"), choices=[], validate_choice=False)
    instead = LineField(lazy("Character to print instead"))
    may_wait = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_prints()

    @property
    def name_given(self) -> NameGiven:
        """The name that is to be printed."""
        raise NotImplementedError

    @property
    def lacking(self) -> tuple[Lacking, ...]:
        """The signs that no font can print, each with its usual form, where there is one."""
        register = self.name_given.register
        return () if not register or names.register_fault(register) else printing.lacking(register)

    @property
    def chosen(self) -> Chosen | None:
        """What was chosen, as a value; None where there is nothing to choose, or nothing was chosen."""
        lacking, way = self.lacking, self.printing.data
        if not lacking or not way:
            return None
        if way == PrintWay.STAND_IN:
            return by_stand_ins(lacking)
        if way == PrintWay.LATIN:
            return Chosen(PrintWay.LATIN)
        return Chosen(PrintWay.OTHER, tuple(zip((sign for sign, _plain in lacking), self._typed, strict=False)))

    @property
    def shown_as(self) -> str:
        """The printed name that was chosen."""
        return printing.preview(self.name_given, self.chosen).leads

    def offer_prints(self) -> None:
        """Let what is possible for this name be chosen from."""
        lacking = self.lacking
        found = []
        if (usual := by_stand_ins(lacking)) is not None and lacking:
            shown = printing.preview(self.name_given, usual).leads
            found.append(SelectChoice(PrintWay.STAND_IN, _("“%(name)s”, with the usual form", name=shown)))
        found.append(SelectChoice(PrintWay.OTHER, _("With another character, typed below")))
        latin = self.name_given.latin or _("Latin letters")
        found.append(SelectChoice(PrintWay.LATIN, _("“%(name)s”: the Latin spelling alone", name=latin)))
        if self.may_wait:
            found.append(SelectChoice(NOT_ASKED, _("The person has not been asked yet.")))
            self.printing.data = self.printing.data or NOT_ASKED
        self.printing.choices = found
        self.printing.flags.required = not self.may_wait

    def show_chosen(self, chosen: Chosen | None) -> None:
        """Fill in a choice that is recorded."""
        if chosen is not None:
            self.printing.data = chosen.way.value
            is_other = chosen.way is PrintWay.OTHER
            self.instead.data = "".join(plain for _sign, plain in chosen.pairs) if is_other else ""
        self.offer_prints()

    def validate_printing(self, field: Field) -> None:
        """One of what is offered, where there is something to choose."""
        if not self.lacking or (self.may_wait and not field.data):
            return
        if field.data not in {choice.value for choice in self.printing.choices}:
            raise ValidationError(_("Please choose how the name is to be printed."))

    def validate_instead(self, field: Field) -> None:
        """As many plain characters as rare ones, each of which can be printed."""
        signs = [sign for sign, _plain in self.lacking]
        if not signs or self.printing.data != PrintWay.OTHER:
            return
        if len(self._typed) != len(signs):
            raise ValidationError(
                _("Please type one character for each of these, in this order: %(signs)s.", signs=" ".join(signs))
            )
        if bad := [sign for sign in self._typed if not printing.can_stand_in(sign)]:
            raise ValidationError(
                _("This cannot be printed either: %(signs)s. Please type an ordinary character.", signs=" ".join(bad))
            )

    @property
    def _typed(self) -> list[str]:
        return graphemes("".join((self.instead.data or "").split()))


class SpokenPrintFields(PrintFields):
    """The same, as the person said it to the one who types."""

    spoken = BooleanField(lazy("The person said so herself, at the counter or on the telephone."))
    may_wait = True

    def validate_spoken(self, field: Field) -> None:
        """Nobody chooses for her."""
        if self.chosen is not None and not field.data:
            raise ValidationError(_("Please ask the person first; then tick this."))


class PrintForm(PrintFields):
    """The choice for a name that is recorded, with a picture of the character as it is written."""

    picture = FileField(lazy("Picture of the character"))

    def __init__(self, *args: Any, name: NameGiven, **kwargs: Any) -> None:
        self.recorded = name
        super().__init__(*args, **kwargs)

    @property
    def name_given(self) -> NameGiven:
        """The name that is recorded."""
        return self.recorded

    @property
    def picture_sent(self) -> bytes:
        """The bytes of the picture."""
        return content_of(self.picture, LARGEST_PICTURE)

    def validate_picture(self, _field: Field) -> None:
        """A picture of a kind that browsers show."""
        refuse_unfit(self.picture_sent, largest=LARGEST_PICTURE, kinds=PICTURES)


class SpokenPrintForm(PrintForm, SpokenPrintFields):
    """The same, by an officer."""
