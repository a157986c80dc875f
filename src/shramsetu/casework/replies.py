"""Ready answers for the long text of a step: from the rulebook, by what they are for and the category's group."""

from dataclasses import dataclass

from django.utils.translation import get_language

from shramsetu import rulebook
from shramsetu.casework.flow import Step
from shramsetu.casework.models import Case
from shramsetu.rulebook.words import BETWEEN_OFFICERS, Reply

NAMES = {"hi": "हिन्दी", "en": "English", "ur": "اردو"}
USES = {
    "report": "report",
    "approve_enquiry": "report",
    "interim": "interim",
    "ask": "ask",
    "submit_enquiry": "enquiry",
    "mark": "enquiry",
    "transfer": "transfer",
    "return_enquiry": "return",
    "return_report": "return",
    "return_transfer": "return",
    "propose_special_close": "special_close",
    "reply": "answer",
    "decide": "answer",
    "consider": "answer",
}


@dataclass(frozen=True, slots=True)
class Ready:
    """A ready answer in one language, named where there is a choice of them."""

    reply: Reply
    language: str
    named: str = ""

    @property
    def words(self) -> str:
        """What is written into the answer."""
        return self.reply.words(self.language)


def for_step(step: Step, case: Case, *, read_in: str) -> list[Ready]:
    """Return the ready answers that fit the step, those of the category's group first.

    What the complainant reads is offered in the language `read_in` too, before the officer's own.
    """
    use = USES.get(step.verb, "")
    category = rulebook.book().categories.get(case.category)
    group = category.group if category else ""
    found = [reply for reply in rulebook.book().replies.values() if reply.use == use]
    fitting = [reply for reply in found if not reply.groups or group in reply.groups]
    own = get_language() or "hi"
    languages = [own] if use in BETWEEN_OFFICERS or read_in not in NAMES else list(dict.fromkeys((read_in, own)))
    ordered = sorted(fitting, key=lambda reply: group not in reply.groups)
    return [Ready(one, each, NAMES[each] if len(languages) > 1 else "") for each in languages for one in ordered]


def initial(step: Step, slug: str, language: str) -> dict[str, object]:
    """Return the first values of the step's form with the ready answer `slug` in its long text."""
    reply = rulebook.book().replies.get(slug)
    long = text_field(step)
    return {long: reply.words(language or get_language() or "hi")} if reply and long else {}


def text_field(step: Step) -> str:
    """Return the name of the step's first long text; empty where it has none."""
    return next((need.name for need in step.needs if need.kind == "long"), "")
