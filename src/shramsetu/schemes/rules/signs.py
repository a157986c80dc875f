"""What in the registry points to a scheme that nobody has asked for: pure.

Of most schemes the registry knows the conditions but not the event. Only where something points to it is a worker
named in the nightly list; a list of everybody who might claim some day helps nobody.
"""

from dataclasses import dataclass
from typing import Literal

Sign = Literal["birth", "death", "pupil", "bride", "age", "due", "lapsed"]


@dataclass(frozen=True, slots=True)
class Pointer:
    """A scheme and what points to it. `event` is the column with its day; without one the day of asking counts.

    `within` is the figure of the rulebook that says for how many days after the event it does; `where` is asked of
    the extract besides the conditions.
    """

    scheme: str
    sign: Sign
    event: str = ""
    within: str = ""
    where: str = "true"
    is_of_the_dead: bool = False
    is_yearly: bool = False  # it is named again some time after a claim
    is_own: bool = False  # what another of the family claimed is not this worker's


POINTERS = (
    Pointer("bocw-maternity-help", "birth", "newborn_on", "outreach.birth_days"),
    Pointer("bocw-death-help", "death", "died_on", "outreach.death_days", is_of_the_dead=True),
    Pointer("uow-accident-help", "death", "died_on", "outreach.death_days", is_of_the_dead=True),
    Pointer("bocw-education-help", "pupil", where="pupils > 0", is_yearly=True),
    Pointer("bocw-marriage-help", "bride", where="brides > 0", is_yearly=True),
    # Everybody may join the pension who is old enough; the other conditions are those of the scheme.
    Pointer("bocw-pension-help", "age", is_own=True),
)
