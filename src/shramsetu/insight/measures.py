"""What is counted: each measure's word, what it means, and whether many of it is good or bad."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Measure:
    """One counted thing. `is_public` measures stand in the open data too."""

    name: str
    label: "str | _StrPromise"
    means: "str | _StrPromise"
    is_public: bool = False


_ALL = (
    Measure("received", _("Received"), _("Cases registered in the period, of every kind."), is_public=True),
    Measure("received_grievance", _("Grievances received"), _("Registered grievances.")),
    Measure("received_information", _("Questions received"), _("Registered requests for information.")),
    Measure("received_demand", _("Demands received"), _("Registered demands.")),
    Measure("received_suggestion", _("Suggestions received"), _("Registered suggestions.")),
    Measure("channel_call", _("By call"), _("Registered on the phone.")),
    Measure("channel_portal", _("By portal"), _("Filed by the complainant on the portal.")),
    Measure("channel_desk", _("At the counter"), _("Registered at a counter.")),
    Measure("channel_post", _("By letter"), _("Registered from a letter.")),
    Measure("channel_email", _("By e-mail"), _("Registered from an e-mail.")),
    Measure("channel_app", _("By phone app"), _("Filed in the phone app.")),
    Measure("channel_whatsapp", _("On WhatsApp"), _("Filed in a talk on WhatsApp.")),
    Measure("channel_api", _("From other systems"), _("Received from another system.")),
    Measure("channel_csc", _("At a service centre"), _("Filed at a service centre.")),
    Measure(
        "disposed",
        _("Disposed"),
        _("Closed on the complainant's satisfied word, or answered; never special or unconfirmed closures."),
        is_public=True,
    ),
    Measure("satisfied", _("Closed satisfied"), _("Grievances that the complainant called settled."), is_public=True),
    Measure(
        "satisfied_first",
        _("Satisfied at first level"),
        _("Closed satisfied at level 1, never sent back or reopened by the complainant."),
        is_public=True,
    ),
    Measure("answered", _("Answered"), _("Questions answered.")),
    Measure("decided", _("Demands decided"), _("Demands decided with reasons.")),
    Measure("considered", _("Suggestions considered"), _("Suggestions on which something was said.")),
    Measure("special", _("Special closures"), _("Closed on a listed ground by two officers."), is_public=True),
    Measure("unconfirmed", _("Closed unconfirmed"), _("The complainant could not be reached."), is_public=True),
    Measure("order", _("Closed by order"), _("Closed by a reasoned order after review."), is_public=True),
    Measure("withdrawn", pgettext_lazy("measure", "Withdrawn"), _("Taken back by the complainant."), is_public=True),
    Measure(
        "excluded",
        pgettext_lazy("measure", "Not taken here"),
        _("Matters that this helpline does not handle."),
        is_public=True,
    ),
    Measure("reopened", _("Reopened"), _("Brought back by the complainant after closing."), is_public=True),
    Measure("objected", _("Objections"), _("Objections to a special closure.")),
    Measure("dissatisfied", _("Dissatisfied"), _("Complainants who were not satisfied when asked."), is_public=True),
    Measure("reported", _("Reports submitted"), _("Action-taken reports handed in.")),
    Measure("returned", _("Reports returned"), _("Reports sent back by the quality desk.")),
    Measure(
        "second_checked", _("Verified a second time"), _("Closed cases that the random sample drew, looked at again.")
    ),
    Measure("second_failed", _("Second verification failed"), _("Of these, the ones that were not as reported.")),
    Measure("called", _("Feedback calls"), _("Attempts to hear the complainant.")),
    Measure(
        "wrong_number",
        _("Wrong numbers"),
        _("Phone numbers found wrong at the feedback call, against the desk that wrote them."),
    ),
    Measure("escalated", _("Escalated"), _("Passed to the next level because time was over.")),
    Measure("lapsed", _("Lapses"), _("Levels of the ladder whose time ran out."), is_public=True),
    Measure("lapsed_l1", _("Lapses at L1"), _("Lapses of the first level.")),
    Measure("lapsed_l2", _("Lapses at L2"), _("Lapses of the second level.")),
    Measure("lapsed_l3", _("Lapses at L3"), _("Lapses of the third level.")),
    Measure("lapsed_l4", _("Lapses at L4"), _("Lapses of the fourth level.")),
    Measure("lapsed_desk", _("Lapses at desks"), _("Desks and deciding posts whose time ran out.")),
    Measure("transferred", _("Transfers"), _("Offered to another department.")),
    Measure(
        "misconduct",
        _("Misconduct complaints"),
        _("Sealed complaints that money was asked or somebody treated badly; they count in the state alone."),
    ),
    Measure("explained", _("Explanations called for"), _("Explanation letters issued to officers.")),
    Measure("sealed", _("Sealed"), _("Sealed cases; they count in the state alone.")),
)
BY_NAME = {measure.name: measure for measure in _ALL}
PUBLIC = tuple(measure.name for measure in _ALL if measure.is_public)

# How grievances come to an end other than by withdrawal; the base of the share satisfied at first level.
ENDS = ("satisfied", "special", "unconfirmed", "order")


def label(name: str) -> str:
    """Return the word of a measure in the language of the page."""
    return str(BY_NAME[name].label) if name in BY_NAME else name


FIRST_LEVEL_MEANS = _("Of the grievances brought to an end, the share satisfied at first level without a return.")
