"""What the flows of complaints share: who may, and what a report or an answer needs."""

from django.utils.translation import gettext_lazy as _

from shramsetu.casework.flow import Need, Step

HOLDER = frozenset({"holder"})
SYSTEM = frozenset({"system"})
COMPLAINANT = frozenset({"complainant", "role:operator", "role:feedback", "role:supervisor"})
ASKERS = frozenset({"role:feedback", "role:operator", "complainant"})
SUPERVISOR = frozenset({"role:supervisor"})

REASON = Need("reason", "long", _("Reason"))

REPORT_NEEDS = (
    Need("text", "long", _("Report")),
    Need(
        "contacted_at",
        "datetime",
        _("When was the complainant contacted"),
        required=False,
        proves=("contact_with_complainant",),
    ),
    Need("visited_at", "datetime", _("When was the site visited"), required=False, proves=("site_visit",)),
    Need("letter_number", "text", _("Letter number"), required=False, proves=("letter",)),
    Need("letter_on", "date", _("Letter date"), required=False),
    Need("statements", "long", _("Statements of both sides"), required=False, proves=("both_statements",)),
    Need("bank_reference", "text", _("Bank reference"), required=False, proves=("bank_reference",)),
    Need("permission", "text", _("Inspection permission"), required=False, proves=("inspection_permission",)),
    Need(
        "files", "files", _("Scan, photo, order or receipt"), required=False, proves=("site_photo", "order_or_receipt")
    ),
)
# Who holds a day on which people come together, towards what was brought to it; the package that holds it says so.
SPOT = frozenset({"spot"})
WHO_ANSWERED = Need("answered_by", "choice", _("Who answered"), required=False, choices="answerers")
OWN_WORDS = Need("text", "long", _("In the complainant's words"), required=False)
FEEDBACK_NEEDS = (
    Need("result", "choice", _("Result"), choices="feedback_results"),
    WHO_ANSWERED,
    Need("misconduct", "yes", _("Did anyone ask for money or treat you badly?"), required=False),
    OWN_WORDS,
)
CONFIRM_NEEDS = (WHO_ANSWERED, OWN_WORDS)


def gate(*beyond: str) -> tuple[Step, ...]:
    """Return the steps of the exclusion gate: a supervisor admits or refuses, and is asked once about a refusal.

    `beyond` are the states to which an admitted matter goes.
    """
    return (
        Step(
            "admit",
            ("screening",),
            beyond,
            HOLDER,
            _("Admit"),
            key="a",
            primary=True,
            needs=(Need("reason", "long", _("Reason"), required=False),),
        ),
        Step(
            "refuse",
            ("screening",),
            ("excluded",),
            HOLDER,
            _("Not to be taken here"),
            needs=(Need("exclusion", "choice", _("Ground"), choices="exclusions"), REASON),
        ),
        Step(
            "appeal_exclusion",
            ("excluded",),
            ("screening",),
            COMPLAINANT,
            _("Ask a supervisor"),
            needs=(REASON,),
            primary=True,
        ),
    )


def spoken(*beyond: str) -> tuple[Step, ...]:
    """Return the steps of words that were spoken: typed, read back, and said yes to, mended, or left without an answer.

    `beyond` are the states to which the matter goes once its words count.
    """
    return (
        Step(
            "type_words",
            ("typing",),
            ("reading_back",),
            HOLDER,
            _("Type what was said"),
            key="w",
            primary=True,
            needs=(
                Need("text", "long", _("What was spoken"), least="grievances.text_letters_min"),
                Need("category", "choice", _("Category"), required=False, choices="categories"),
            ),
        ),
        Step(
            "agree_words",
            ("reading_back",),
            beyond,
            COMPLAINANT,
            _("Read aloud: yes, that was said"),
            key="y",
            primary=True,
        ),
        Step(
            "mend_words",
            ("reading_back",),
            beyond,
            COMPLAINANT,
            _("Mend the words"),
            key="m",
            needs=(Need("text", "long", _("The words as they should be"), least="grievances.text_letters_min"),),
        ),
        Step("count_as_typed", ("reading_back",), beyond, SYSTEM, _("Nobody answered: counts as typed"), clock=True),
    )


def add_word(*states: str) -> Step:
    """Return the step by which a complainant adds a word or a paper while somebody is at work; nothing moves."""
    needs = (
        Need("text", "long", _("What is to be added"), required=False),
        Need("files", "files", _("Photo or paper"), required=False),
    )
    return Step("add", states, states, COMPLAINANT, _("Add a word or paper"), needs=needs)
