"""Section 2(g): is a person a bonded labourer? One reason and one result make bondage; a labourer proves neither.

Where labour was given, the Supreme Court presumes an advance behind it (Bandhua Mukti Morcha, 1984), and the burden of
disproof lies on the creditor (section 15): so a finding against a person must answer every reason and every result.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

REASONS = ("advance", "custom", "succession", "consideration", "birth")
RESULTS = ("wages", "employment", "movement", "property")
PRESUMED = "advance"


class Verdict(StrEnum):
    """What a magistrate finds."""

    BONDED = "bonded"
    NOT_BONDED = "not_bonded"
    NEEDS_INQUIRY = "needs_inquiry"


@dataclass(frozen=True, slots=True)
class Limbs:
    """What was asked and answered: limb by limb the evidence for it, or the grounds on which it was ruled out."""

    for_it: Mapping[str, str]
    against_it: Mapping[str, str]
    laboured: bool  # worked at the site at all: then an advance is presumed

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return the reasons that stand, with what is presumed and not disproved."""
        found = [one for one in REASONS if self.for_it.get(one, "").strip()]
        if not found and self.laboured and not self.against_it.get(PRESUMED, "").strip():
            found = [PRESUMED]
        return tuple(found)

    @property
    def results(self) -> tuple[str, ...]:
        """Return the results that stand."""
        return tuple(one for one in RESULTS if self.for_it.get(one, "").strip())

    @property
    def unanswered(self) -> tuple[str, ...]:
        """Return the limbs for which neither evidence nor grounds against are written."""
        said = {name for side in (self.for_it, self.against_it) for name, text in side.items() if text.strip()}
        return tuple(one for one in (*REASONS, *RESULTS) if one not in said)


def missing(limbs: Limbs, verdict: Verdict) -> tuple[str, ...]:
    """Return what a verdict still lacks, empty when it may be signed: `reason`, `result`, unanswered limbs."""
    if verdict is Verdict.NEEDS_INQUIRY:
        return ()
    if verdict is Verdict.BONDED:
        lacks = (("reason", limbs.reasons), ("result", limbs.results))
        return tuple(name for name, found in lacks if not found)
    if limbs.reasons and limbs.results:
        return ("contradiction",)
    return limbs.unanswered


def suggested(limbs: Limbs) -> Verdict:
    """Return what the written answers come to; the magistrate decides."""
    if limbs.reasons and limbs.results:
        return Verdict.BONDED
    return Verdict.NEEDS_INQUIRY if limbs.unanswered else Verdict.NOT_BONDED
