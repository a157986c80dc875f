"""The common words for each stage and for what a complainant can do; what is not here is the office's own affair."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = str | Promise

SENTENCES: Mapping[str, Words] = {
    "register": _("Your complaint was registered"),
    "type_words": _("What you said was written down"),
    "agree_words": _("You said: that is what I said"),
    "mend_words": _("You mended the words"),
    "count_as_typed": _("You did not answer; the words count as they were written down"),
    "locate": _("The place was found"),
    "admit": _("It was taken up"),
    "refuse": _("A supervisor looked: it cannot be taken here"),
    "appeal_exclusion": _("You asked a supervisor to look"),
    "open": _("The officer opened it"),
    "mark": _("An enquiry was ordered"),
    "submit_enquiry": _("The enquiry is done; the officer is reading it"),
    "return_enquiry": _("The officer wants to know more; the enquiry goes on"),
    "transfer": _("It is going to another department"),
    "accept_transfer": _("The other department has taken it"),
    "return_transfer": _("The other department sent it back"),
    "fix_department": _("The District Magistrate decided which department answers"),
    "ask": _("You were asked something"),
    "answer": _("You answered"),
    "resume": _("The waiting is over; the officer goes on"),
    "refer": _("It is before the labour authority"),
    "hear": _("The hearing was noted"),
    "interim": _("The department gave a first answer"),
    "report": _("The department gave its answer"),
    "approve_enquiry": _("The department gave its answer"),
    "pass_check": _("The answer was checked and found in order"),
    "return_report": _("The answer was checked and sent back: not enough"),
    "record_feedback": _("You were asked whether it is solved"),
    "mend_contact": _("Your phone number was mended"),
    "close_unconfirmed": _("Closed without your word, because we could not reach you"),
    "confirm": _("You said: it is solved"),
    "propose_special_close": _("The officer wants to close it for a special reason; a senior officer decides"),
    "approve_special_close": _("Closed for a special reason"),
    "refuse_special_close": _("The senior officer said no; work goes on"),
    "decide_review": _("Another officer reviewed it"),
    "object": _("You objected"),
    "reopen": _("You opened it again"),
    "attach_to_master": _("Handled together with complaints about the same thing"),
    "detach": _("Handled by itself again"),
    "follow_master": _("The answer to the joint complaint holds for yours too"),
    "withdraw": _("You took it back"),
    "seal": _("It is secret now"),
    "add": _("You added something"),
    "mail_join": _("An e-mail was laid with it"),
    "mail_answer": _("You were answered by e-mail"),
    "mail_part": _("An e-mail that did not belong to it was taken out"),
    "escalate": _("The time ran out; the next officer has it now"),
    "lapse": _("The time ran out; it was passed up"),
    "finalise": pgettext_lazy("complaint", "Finished"),
    "reply": _("Your question was answered"),
    "decide": _("It was decided"),
    "consider": _("Your suggestion was considered"),
}
STAYS: Words = _("The time ran out; it stays here and is announced every day until it is done")
FEEDBACK: Mapping[str, Words] = {
    "satisfied": _("You said: it is solved"),
    "dissatisfied": _("You said: it is not solved"),
    "no_answer": _("We phoned and nobody answered"),
    "call_later": _("We phoned; we shall phone again later"),
    "wrong_number": _("We phoned and the number was wrong"),
}
DONE: Mapping[str, Words] = {"record_feedback": _("Your word is written down")}  # else as its stage says
ACCOUNTS: Mapping[str, Words] = {
    "final": pgettext_lazy("report", "Answer"),
    "interim": pgettext_lazy("report", "Answer so far"),
}
LATE = frozenset({"escalate", "lapse"})
# Stages whose words are for the complainant: their own, and what was said to them.
SPOKEN = frozenset(
    "refuse appeal_exclusion ask answer hear interim approve_special_close decide_review object reopen detach withdraw"
    " add mail_answer type_words mend_words reply decide consider record_feedback close_unconfirmed confirm".split()
)


@dataclass(frozen=True, slots=True)
class Offer:
    """Something the complainant can do: its button, its icon, the question of its page and the labels of its boxes."""

    verb: str
    label: Words
    icon: str
    title: Words
    labels: Mapping[str, Words]
    hint: Words = ""


OFFERS: Mapping[str, Offer] = {
    one.verb: one
    for one in (
        Offer(
            "agree_words",
            _("Yes, that is what I said"),
            "check",
            _("Is that what you said?"),
            {},
            _("Then the officer gets it with these words."),
        ),
        Offer(
            "mend_words",
            _("Something is not right"),
            "pencil",
            _("Write it as it should be"),
            {"text": _("Your words")},
            _("Change what is not right; [?] is what we did not understand. The officer gets it as you write it."),
        ),
        Offer(
            "answer",
            pgettext_lazy("portal", "Answer"),
            "message-square-reply",
            _("Your answer"),
            {"text": _("Your answer"), "not_asked": _("Did nobody ask you this before?"), "files": _("Photo or paper")},
            _("If nobody spoke to you, say so: the officer then does not get the waiting time."),
        ),
        Offer(
            "record_feedback",
            _("Say whether it is solved"),
            "thumbs-up",
            _("Is it solved?"),
            {
                "result": _("Is it solved?"),
                "misconduct": _("Did anyone ask for money or treat you badly?"),
                "text": _("In your words"),
            },
            _("Only your own word closes the complaint. If it is not solved, it goes on."),
        ),
        Offer(
            "confirm",
            _("It is solved"),
            "thumbs-up",
            _("Is it solved?"),
            {"text": _("In your words")},
            _("It then counts as solved on your word. If it is not solved, open it again instead."),
        ),
        Offer(
            "appeal_exclusion",
            _("Ask a supervisor once"),
            "user-check",
            _("Why should it be taken here?"),
            {"reason": _("Tell the supervisor in your words")},
        ),
        Offer(
            "object",
            _("I object"),
            "hand",
            _("What is wrong about closing it?"),
            {"reason": _("Tell it in your words")},
            _("Another officer will look at it."),
        ),
        Offer(
            "reopen",
            _("Open it again"),
            "rotate-ccw",
            _("What is still not right?"),
            {"reason": _("Tell it in your words")},
        ),
        Offer(
            "add",
            _("Add a word or paper"),
            "paperclip",
            _("What do you want to add?"),
            {"text": _("Your words"), "files": _("Photo, recording or paper")},
            _("The officer sees it at once. The date stays."),
        ),
        Offer(
            "detach",
            _("Handle mine by itself"),
            "split",
            _("Should yours go on by itself?"),
            {"reason": _("Why? You need not say")},
            _("It then goes on by itself. The time that had already run counts; the waiting in between does not."),
        ),
        Offer(
            "withdraw",
            _("Take it back"),
            "undo-2",
            _("Do you want to take it back?"),
            {"reason": _("Why?")},
            _("Nobody may press you to do this. You can open it again for 30 days."),
        ),
    )
}


def sentence(verb: str, detail: Mapping[str, object]) -> str:
    """Say what happened at a stage."""
    if verb == "record_feedback":
        return str(FEEDBACK.get(str(detail.get("result")), SENTENCES[verb]))
    if verb in LATE and detail.get("stays"):
        return str(STAYS)
    return str(SENTENCES[verb])
