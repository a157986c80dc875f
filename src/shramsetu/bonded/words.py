"""The sentences that say why a step cannot be taken and what to do instead."""

from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook

SAY = {
    "other_district": _("This lies in another district. Only its own officers can do it."),
    "deed_ends": _("This ends by itself as soon as it is done and written in the case it belongs to. Open that case."),
    "proof_text": _("Write what was done, when and with whom, or attach a paper."),
    "dm_says": _("Only the District Magistrate may say that this is not possible. Write to them what hinders it."),
    "no_pause": _("This clock may not stand still."),
    "paused_enough": _("All pauses of this task together may last %(days)s days. Choose an earlier day, or do it."),
    "open_one": _("Choose one that is still being worked on, of the same district."),
    "joined_back": _("That one was joined to this one. One of the two has to be worked on."),
    "is_fixed": _("The Divisional Commissioner gave it to this district. Look into it here."),
    "proof_lacking": _("Attach the proof: a copy, a slip or a photo of it."),
    "review_decides": _(
        "A review decides: bonded, or not bonded. Ask the magistrate for what is still to be found out."
    ),
}


def state_name(written: str) -> rulebook.Text | str:
    """Return the words for a state: of the list, else as it was written."""
    return rulebook.book().bonded.states.get(written, written)


def said_state(written: str, language: str = "hi") -> str:
    """Return the name of a state in a language, for a report."""
    found = state_name(written)
    return found if isinstance(found, str) else found.say(language)
