"""What was told, as the intake wants it: from the draft's plain values to the values of `grievances.prepare`."""

from collections.abc import Mapping

from shramsetu.files import queries as files
from shramsetu.offices.models import Post
from shramsetu.portal import screens
from shramsetu.portal.draft import Draft
from shramsetu.portal.fields import companions

# Which screen mends what: the first that fits the beginning of the value's name.
MENDED_ON = (
    ("kind", "what"),
    ("text", "what"),
    ("exclusion", "elsewhere"),
    ("category", "about"),
    ("district", "where"),
    ("place", "where"),
    ("landmark", "where"),
    ("opposite", "against"),
)


def values(draft: Draft) -> Mapping[str, object]:
    """Return what the draft tells, in the names of `prepare.filing`."""
    first = _complainant(draft)
    others = companions(draft.text("others")) if draft.text("whom") == "many" else []
    return {
        "kind": draft.text("kind"),
        "category": draft.text("category"),
        "text": draft.text("text"),
        "channel": "portal",
        "district": draft.text("district"),
        **_place(draft),
        "complainants": [first, *others],
        "filed_by": _filer(draft),
        "opposite_party": {"name": draft.text("opposite"), "address": draft.text("opposite_address")},
        "exclusion": exclusion(draft),
        "sealed": draft.says("sealed"),
    }


def is_spoken(draft: Draft) -> bool:
    """Tell whether a recording or a photograph stands for the words: then the desk types them."""
    return not draft.text("text") and files.speaking(draft.stream).exists()


def exclusion(draft: Draft) -> str:
    """Return the ground on which this is not taken here, unless the words were changed since and no longer say so."""
    return draft.text("exclusion") if "elsewhere" in screens.path(draft) else ""


def named_post(draft: Draft) -> Post | None:
    """Return the officer's post that the complaint names, if it names one of the list."""
    return Post.objects.filter(code=draft.text("against")).first() if draft.text("against") else None


def screen_for(name: str) -> str:
    """Return the screen on which the value `name` is mended."""
    return next((screen for begin, screen in MENDED_ON if name.startswith(begin)), "who")


def _place(draft: Draft) -> dict[str, object]:
    """Return the chosen place by its id; words that were not found stay as a landmark."""
    chosen = draft.text("place")
    landmark = draft.text("landmark")
    if chosen.isdigit():
        return {"place": chosen, "landmark": landmark}
    words = draft.text("place_words")
    return {"place": "", "landmark": ", ".join(part for part in (words, landmark) if part)[:200]}


def _complainant(draft: Draft) -> dict[str, object]:
    return {
        "name": draft.text("name"),
        "phone": draft.text("phone"),
        "phone_owner": draft.text("phone_owner"),
        "best_time": draft.text("best_time"),
        "safe_to_call": draft.text("safe_to_call") != "no",
        "language": draft.text("messages_in") or draft.text("language") or "hi",
    }


def _filer(draft: Draft) -> dict[str, object] | None:
    if draft.text("whom") != "other":
        return None
    return {
        "name": draft.text("filer_name"),
        "phone": draft.text("filer_phone"),
        "relation": draft.text("relation"),
        "consent": draft.text("consent") == "yes",
    }
