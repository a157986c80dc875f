"""The shape of the files: departments, offices, categories, figures, calendar, exclusions, closing grounds."""

from datetime import date, time
from typing import Literal

from pydantic import Field, model_validator

from shramsetu.rulebook.basis import (
    Dated,
    FigureRow,
    Keywords,
    LimitRow,
    Sentence,
    ShortText,
    Slug,
    Strict,
    Text,
)

PlaceKind = Literal["state", "mandal", "district", "tehsil"]
Role = Literal[
    "officer",
    "enquiry",
    "head",
    "secretary",
    "vigilance",
    "dm",
    "cdo",
    "mandal",
    "chief_secretary",
    "minister",
    "chief_minister",
    "outside",
    "operator",
    "feedback",
    "quality",
    "supervisor",
    "state_desk",
    "administrator",
    "edistrict_manager",
    "csc_manager",
    "magistrate",
    "child_unit",
    "prosecutor",
    "line_desk",
    "auditor",
    "service_centre",
    "steward",
    "board_accounts",
    "judge",
]
Evidence = Literal[
    "contact_with_complainant",
    "site_visit",
    "site_photo",
    "both_statements",
    "order_or_receipt",
    "letter",
    "bank_reference",
    "inspection_permission",
]


class PostTemplate(Strict):
    """One kind of post: as many are made as there are places of its kind.

    `reports_to` names a template of the same ladder, `department.key` of another one, or a common post of offices.toml.
    `site` names one desk of several of the same role. A post with a `service` serves only categories of that service.
    """

    key: Slug
    role: Role
    level: int | None = Field(default=None, ge=1, le=4)
    place: PlaceKind
    title: Text
    short: ShortText
    reports_to: str = ""
    is_desk: bool = False
    site: Slug | None = None
    service: Slug | None = None

    @model_validator(mode="after")
    def _level_belongs_to_officers(self) -> "PostTemplate":
        if (self.role == "officer") != (self.level is not None):
            raise ValueError("role officer has a level, no other role has one")
        return self


class Department(Dated):
    """A department or board with its ladder of posts."""

    slug: Slug
    name: Text
    short: ShortText
    kind: Literal["department", "board"]
    parent: Slug | None = None
    ladder: tuple[PostTemplate, ...]

    @property
    def services(self) -> set[str]:
        """Return the services that have a ladder of their own."""
        return {post.service for post in self.ladder if post.service}

    def posts_at(self, level: int, service: str | None = None) -> list[PostTemplate]:
        """Return the templates of `level`, the ladder of `service` if it has one."""
        wanted = service if service in self.services else None
        return [post for post in self.ladder if post.level == level and post.service == wanted]

    def of_role(self, role: str, service: str | None = None) -> list[PostTemplate]:
        """Return the templates of `role`; those of `service` first, else those without a service."""
        found = [post for post in self.ladder if post.role == role]
        return [post for post in found if service and post.service == service] or [
            post for post in found if not post.service
        ]


class SampleRow(Dated):
    """Share of reports of a category that pass through the quality desk."""

    percent: int = Field(ge=0, le=100)


class Category(Strict):
    """What a complaint is about: who answers for it, in what time, with what proof.

    `title` is the office's word, `ask` what the portal says, `ask_ur` the same in Urdu. `authority` names the
    court-like authority before which the matter may be pending. `advice` is said to the filer at once.
    """

    slug: Slug
    group: Slug
    title: Text
    ask: Text
    ask_ur: str = ""
    department: Slug
    service: Slug | None = None
    urgent: bool = False
    sealed: bool = False
    keywords: Keywords
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    authority: Text | None = None
    advice: Text | None = None
    sample: tuple[SampleRow, ...] = ()
    limits: tuple[LimitRow, ...] = Field(min_length=1)

    def asks(self, language: str) -> str:
        """Return what the portal says, in `language`."""
        return self.ask_ur if language == "ur" and self.ask_ur else self.ask.say(language)


class Figure(Strict):
    """A single figure and its values over time."""

    key: str
    what: Text
    values: tuple[FigureRow, ...] = Field(min_length=1)


class Hours(Dated):
    """Opening hours from one date on; closes at 00:00 means open day and night."""

    opens: time
    closes: time


class WorkWeek(Hours):
    """Office hours and weekly days off; `weekly_off` counts Monday as 0."""

    weekly_off: tuple[int, ...]
    second_saturday: bool


class Holiday(Strict):
    """One closed day."""

    on: date
    name: Text
    source: Sentence


class Calendar(Strict):
    """Working days of the offices and hours of the helplines."""

    office: tuple[WorkWeek, ...]
    helpline: dict[str, tuple[Hours, ...]]
    holidays: tuple[Holiday, ...]


class Contact(Strict):
    """Where else to turn: a name with a phone number, a web address or both."""

    name: Text
    phone: str = ""
    url: str = ""


class Exclusion(Dated):
    """A matter that is not taken: why, and where to go instead."""

    slug: Slug
    name: Text
    why: Text
    instead: Text
    tell_apart: Text
    contacts: tuple[Contact, ...] = ()
    keywords: Keywords


class Ground(Dated):
    """A listed ground of special closure and the document that proves it."""

    slug: Slug
    title: Text
    means: Text
    to_complainant: Text
    document: Text
    levels: tuple[int, ...] = (1, 2, 3, 4)
    not_for_urgent: bool = False


class Choice(Dated):
    """One entry of a listed choice: a reason, a grade, an outcome."""

    slug: Slug
    title: Text
    means: Text | None = None
