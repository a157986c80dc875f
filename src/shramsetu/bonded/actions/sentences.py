"""What a step says of a sentence: the fine and the months of imprisonment in figures, the rest in sealed words."""

from django.utils.translation import gettext_lazy as _

from shramsetu.casework.actions import Refused
from shramsetu.casework.moves import Move
from shramsetu.lib import money

MONTHS_MOST = 1200  # a sentence for life is written in words


def fine(move: Move, recovered: int) -> int:
    """Return the fine as paise; raises Refused for less than has come in of it."""
    rupees = move.detail.get("fine_rupees")
    paise = rupees * money.PAISE if isinstance(rupees, int) else 0
    if paise < recovered:
        raise Refused(_("More of the fine has come in already."), "fine_rupees")
    return paise


def months(move: Move) -> int:
    """Return the months of imprisonment: beside the fine what the registers tell of a sentence."""
    found = move.detail.get("prison_months") or 0
    if not isinstance(found, int) or not 0 <= found <= MONTHS_MOST:
        raise Refused(_("Write the months of imprisonment as a number."), "prison_months")
    return found


def words(move: Move) -> dict[str, object]:
    """Return the sentence in words as the entry keeps it: with what can be erased, for courts write names into it."""
    return {"sentence": move.text("sentence")} if move.text("sentence") else {}
