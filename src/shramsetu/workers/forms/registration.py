"""What a registration asks for, in parts: one part a screen on the portal, all on one page at a counter.

Each part gives its share of a `NewWorker`. Names of fields are unique over all parts, so that one posting holds them.
"""

import re
from collections.abc import Mapping
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shramsetu.casework import fields
from shramsetu.lib import clock, text
from shramsetu.lib.identity import Identity, Kind
from shramsetu.people.identities import IdentityNumber, NoAadhaarElsewhere
from shramsetu.workers import lists, terms
from shramsetu.workers.entry import NewAccount, NewMember, NewNominee, NewSpell
from shramsetu.workers.models import Member, Membership, Sex, Spell, Worker

SPELLS, MEMBERS = 3, 4
IFSC = re.compile(r"[A-Z]{4}0[A-Z0-9]{6}")
ACCOUNT = re.compile(r"\d{9,18}")
NEEDED = {"required": _("Please fill this in.")}
CHOOSE = {"required": _("Choose one."), "invalid_choice": _("Choose one from the list.")}
DAY = {"invalid": _("Write the date as day, month, year.")}
SIX = {"invalid": _("A PIN has 6 digits.")}
YEARS = [(str(years), str(years)) for years in range(1, 6)]


def _words(label: object, longest: int = 120, *, required: bool = False) -> forms.CharField:
    messages = {**NEEDED, "max_length": _("This is too long.")}
    return forms.CharField(label=label, max_length=longest, required=required, error_messages=messages)  # type: ignore[arg-type]


def _day(label: object, *, required: bool = False) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=required, widget=widget, error_messages={**NEEDED, **DAY})  # type: ignore[arg-type]


class Part(NoAadhaarElsewhere):
    """One part; `values` are what it gives to the worker."""

    title: object = ""

    @property
    def values(self) -> dict[str, object]:
        """The part's share of a NewWorker."""
        return dict(self.cleaned_data)


class Board(Part):
    """Which board, which work, for how many years."""

    title = _("Which work do you do?")
    board = forms.ChoiceField(
        label=_("Board"), choices=Membership.Board.choices, widget=forms.RadioSelect, error_messages=CHOOSE
    )
    trade = forms.ChoiceField(label=_("Kind of work"), required=False, error_messages=CHOOSE)
    years = forms.ChoiceField(label=_("Contribution for how many years"), choices=YEARS, error_messages=CHOOSE)

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["trade"].choices = [("", fields.PICK), *lists.listed(lists.TRADES)]  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Ask for the kind of work where it decides, and for no more years than the board takes."""
        given = self.cleaned_data
        board, years = given.get("board"), int(given.get("years") or 1)
        if board == terms.BOCW and not given.get("trade"):
            self.add_error("trade", gettext("Choose the kind of building work."))
        if board and years > (most := terms.tariff(board, clock.day(timezone.now())).years_most):
            self.add_error("years", gettext("This board takes at most %(most)d years at once.") % {"most": most})

    @property
    def values(self) -> dict[str, object]:
        """Nothing of it is told of the worker."""
        return {}


class Person(Part):
    """Who it is."""

    title = _("Who are you?")
    name = _words(_("Name, as on the Aadhaar card"), required=True)
    other_name = _words(_("The same name in English letters"))
    relation = forms.ChoiceField(
        label=_("Whose name follows"), choices=Worker.Relation.choices, widget=forms.RadioSelect, error_messages=CHOOSE
    )
    parent = _words(_("Name of father, husband or mother"), required=True)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, widget=forms.RadioSelect, error_messages=CHOOSE)
    born_on = _day(_("Date of birth"))
    age = forms.IntegerField(
        label=_("Or the age, if the date is not known"),
        required=False,
        min_value=14,
        max_value=99,
        error_messages={"invalid": _("Write a whole number.")},
    )

    def clean(self) -> None:
        """Take the date, or reckon the year from the age."""
        given, today = self.cleaned_data, clock.day(timezone.now())
        born, age = given.get("born_on"), given.get("age")
        if born is None and age is None and not {"born_on", "age"} & set(self.errors):
            self.add_error("born_on", gettext("Write the date of birth, or the age."))
        elif born is not None and not date(1900, 1, 1) <= born <= today:
            self.add_error("born_on", gettext("This date of birth cannot be. Please check the year."))

    @property
    def values(self) -> dict[str, object]:
        """The person; of an age the first of January of its year, marked as not known."""
        given = dict(self.cleaned_data)
        age, born = given.pop("age"), given.pop("born_on")
        today = clock.day(timezone.now())
        known = born or date(today.year - age, 1, 1)
        return {**given, "born_on": known, "is_born_known": born is not None}


class Home(Part):
    """Where the worker lives."""

    title = _("Where do you live?")
    district = fields.District(label=pgettext_lazy("portal", "District"))
    place = fields.PlaceText(label=_("Village, market or PIN"), required=False)
    address = _words(_("House, lane, village"), 300, required=True)
    pin = forms.RegexField(r"^\s*\d{6}\s*$", label=_("PIN code"), required=False, error_messages=SIX)

    def clean_pin(self) -> str:
        """Take the six digits in any script."""
        return text.latin_digits(self.cleaned_data["pin"]).strip()


class Numbers(Part):
    """The numbers of other registers, each in its own box."""

    title = _("Your numbers")
    aadhaar = IdentityNumber(Kind.AADHAAR, label=_("Aadhaar number"), required=False)
    uan = IdentityNumber(Kind.UAN, label=_("e-Shram number (UAN)"), required=False)
    family_id = IdentityNumber(Kind.FAMILY_ID, label=_("Family ID"), required=False)
    ration_card = IdentityNumber(Kind.RATION_CARD, label=_("Ration card number"), required=False)
    epic = IdentityNumber(Kind.EPIC, label=_("Voter card number"), required=False)

    @property
    def values(self) -> dict[str, object]:
        """The numbers by their names; the voter card among the others."""
        given = dict(self.cleaned_data)
        epic: Identity | None = given.pop("epic")
        return {**given, "identities": (epic,) if epic else ()}


def _spell_fields() -> dict[str, forms.Field]:
    found: dict[str, forms.Field] = {}
    for row in range(1, SPELLS + 1):
        found |= {
            f"employer_{row}": _words(_("Employer or contractor, or gram panchayat"), 160),
            f"employer_phone_{row}": fields.Phone(label=_("Employer's phone"), required=False),
            f"first_{row}": _day(_("First day")),
            f"last_{row}": _day(_("Last day")),
            f"days_{row}": forms.IntegerField(label=_("Days worked"), required=False, min_value=1, max_value=400),
            f"proof_{row}": forms.ChoiceField(label=_("Proof"), choices=Spell.Proof.choices, required=False),
            f"reference_{row}": _words(_("Number of certificate, job card or muster roll"), 40),
        }
    return found


class Work(Part):
    """Where and how many days in the last twelve months; MGNREGA work by its muster roll."""

    title = _("Where did you work in the last twelve months?")

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields |= _spell_fields()

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The fields of each stretch of work."""
        return [[one for one in self if one.name.endswith(f"_{row}")] for row in range(1, SPELLS + 1)]

    def clean(self) -> None:
        """Ask for the rest of a stretch that was begun, and for no more days than it has."""
        for row in range(1, SPELLS + 1):
            self._check(row)

    def _check(self, row: int) -> None:
        given = {name: self.cleaned_data.get(f"{name}_{row}") for name in ("employer", "first", "last", "days")}
        if not any(given.values()):
            return
        lacking = [name for name, value in given.items() if not value and f"{name}_{row}" not in self.errors]
        for name in lacking:
            self.add_error(f"{name}_{row}", NEEDED["required"])
        first, last, days = given["first"], given["last"], given["days"]
        if not (isinstance(first, date) and isinstance(last, date)):
            return
        if last < first or last > clock.day(timezone.now()):
            self.add_error(f"last_{row}", gettext("The last day lies after the first one, and not in the future."))
        elif isinstance(days, int) and days > (most := (last - first).days + 1):
            self.add_error(f"days_{row}", gettext("Between these days lie only %(most)d.") % {"most": most})

    @property
    def values(self) -> dict[str, object]:
        """The stretches that were filled in."""
        given = self.cleaned_data
        return {"spells": tuple(_spell(given, row) for row in range(1, SPELLS + 1) if given.get(f"employer_{row}"))}


def _spell(given: Mapping[str, object], row: int) -> NewSpell:
    taken = {name: given[f"{name}_{row}"] for name in ("first", "last", "days")}
    return NewSpell(
        employer=str(given[f"employer_{row}"]),
        first_on=taken["first"],  # type: ignore[arg-type]
        last_on=taken["last"],  # type: ignore[arg-type]
        days=taken["days"],  # type: ignore[arg-type]
        proof=str(given.get(f"proof_{row}") or Spell.Proof.SELF),
        employer_phone=str(given.get(f"employer_phone_{row}") or ""),
        reference=str(given.get(f"reference_{row}") or ""),
    )


class Bank(forms.Form):
    """Where benefits go. An account number may look like an Aadhaar number: this part does not refuse it."""

    title = _("Your bank account")
    ifsc = _words(_("IFSC, as in the passbook"), 15)
    account_number = _words(_("Account number"), 30)
    account_again = _words(_("Account number once more"), 30)

    def clean_ifsc(self) -> str:
        """Take eleven signs, the fifth a zero."""
        written = "".join(text.latin_digits(self.cleaned_data["ifsc"]).upper().split())
        if written and not IFSC.fullmatch(written):
            raise ValidationError(gettext("An IFSC has 11 signs, such as SBIN0001234. Copy it from the passbook."))
        return written

    def clean_account_number(self) -> str:
        """Take nine to eighteen digits."""
        written = _digits(self.cleaned_data["account_number"])
        if written and not ACCOUNT.fullmatch(written):
            raise ValidationError(gettext("An account number has 9 to 18 digits."))
        return written

    def clean(self) -> None:
        """Ask for both or none, and compare the two writings."""
        given = self.cleaned_data
        if {"ifsc", "account_number"} & set(self.errors):
            return
        if bool(given.get("ifsc")) != bool(given.get("account_number")):
            self.add_error("ifsc" if given.get("account_number") else "account_number", NEEDED["required"])
        if given.get("account_number", "") != _digits(given.get("account_again", "")):
            self.add_error("account_again", gettext("The two account numbers differ. Compare them with the passbook."))

    @property
    def values(self) -> dict[str, object]:
        """The account, if one was told."""
        given = self.cleaned_data
        account = NewAccount(given["account_number"], given["ifsc"]) if given.get("account_number") else None
        return {"account": account}


class Family(Part):
    """Who gets the money in case of death, and who belongs to the family."""

    title = _("Your family")
    nominee_name = _words(_("Nominee: who gets the benefit after you"))
    nominee_kin = _words(_("What the nominee is to you"), 40)

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        kins = [("", fields.PICK), *((kin.value, kin.label) for kin in Member.Kin if kin != Member.Kin.HEAD)]
        for row in range(1, MEMBERS + 1):
            self.fields |= {
                f"member_{row}": _words(_("Name")),
                f"kin_{row}": forms.ChoiceField(label=_("What he or she is to you"), choices=kins, required=False),
                f"member_born_{row}": _day(_("Date of birth")),
            }

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The fields of each member."""
        return [[one for one in self if one.name.endswith(f"_{row}")] for row in range(1, MEMBERS + 1)]

    def clean(self) -> None:
        """Ask what a named person is."""
        given = self.cleaned_data
        if given.get("nominee_name") and not given.get("nominee_kin"):
            self.add_error("nominee_kin", NEEDED["required"])
        for row in range(1, MEMBERS + 1):
            if given.get(f"member_{row}") and not given.get(f"kin_{row}"):
                self.add_error(f"kin_{row}", NEEDED["required"])

    @property
    def values(self) -> dict[str, object]:
        """Nominee and members."""
        given = self.cleaned_data
        nominee = given.get("nominee_name")
        members = tuple(_member(given, row) for row in range(1, MEMBERS + 1) if given.get(f"member_{row}"))
        return {"nominees": (NewNominee(nominee, given["nominee_kin"]),) if nominee else (), "members": members}


SEX_OF = {
    Member.Kin.SON: Sex.MAN,
    Member.Kin.FATHER: Sex.MAN,
    Member.Kin.DAUGHTER: Sex.WOMAN,
    Member.Kin.MOTHER: Sex.WOMAN,
}


def _member(given: Mapping[str, object], row: int) -> NewMember:
    kin = str(given[f"kin_{row}"])
    sex = SEX_OF.get(Member.Kin(kin), Sex.OTHER)
    born = given.get(f"member_born_{row}")
    return NewMember(str(given[f"member_{row}"]), kin, sex, born if isinstance(born, date) else None)


def _digits(written: object) -> str:
    return re.sub(r"[\s-]", "", text.latin_digits(str(written)))


PARTS: dict[str, type[Part] | type[Bank]] = {
    "board": Board,
    "person": Person,
    "home": Home,
    "numbers": Numbers,
    "work": Work,
    "bank": Bank,
    "family": Family,
}
