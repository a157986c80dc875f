"""The gate of the balance: which proofs open it, which one is missing, and who owes it. Never a conviction alone.

The scheme links the balance to proof of bondage; where the trial is not over, a prima facie finding with proof of
bondage must not be held back for want of a conviction (scheme of 2021; NHRC, December 2021).
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Proofs:
    """What is on record."""

    convicted: bool = False
    summary_trial_found: bool = False  # a concluded summary trial that found bondage, whatever came of the accused
    dm_proof: bool = False  # the DM's proof-of-bondage finding
    state_sanction: bool = False  # of the state or the ministry, on the DM's finding
    certificate: bool = False
    account_checked: bool = False  # or a cheque with its reason
    annuity_consent: bool = False
    annuity_due: bool = False
    to_confirm: bool = False  # a decision that would open it, which no second officer has confirmed


@dataclass(frozen=True, slots=True)
class Missing:
    """One proof that is not there, and who owes it."""

    proof: str
    owner: str


@dataclass(frozen=True, slots=True)
class Gate:
    """`way` is the proof that opened it, empty while it is shut; `nearest` the way that lacks least."""

    way: str
    nearest: str
    missing: tuple[Missing, ...]

    @property
    def is_open(self) -> bool:
        """Tell whether the balance may be proposed."""
        return bool(self.way) and not self.missing


# In the order in which they are tried: each a way to the proof of bondage, with what it asks and who owes that.
WAYS: tuple[tuple[str, Sequence[Missing]], ...] = (
    ("conviction", (Missing("convicted", "prosecutor"),)),
    ("summary_trial", (Missing("summary_trial_found", "magistrate"),)),
    ("dm_finding", (Missing("dm_proof", "dm"), Missing("state_sanction", "commissioner"))),
)


def gate(proofs: Proofs) -> Gate:
    """Return how the gate stands and what is missing on the shortest way through it."""
    lacks = {name: tuple(one for one in asked if not getattr(proofs, one.proof)) for name, asked in WAYS}
    way = next((name for name, missing in lacks.items() if not missing), "")
    # a trial's end is nobody's to hurry: where none has come, the DM's finding is the way that officers can go
    if not way and proofs.to_confirm:
        return Gate("", "conviction", (*_always(proofs), Missing("decision_confirmed", "prosecutor")))
    nearest = way or "dm_finding"
    return Gate(way, nearest, (*_always(proofs), *lacks[nearest]))


def _always(proofs: Proofs) -> tuple[Missing, ...]:
    wanted = [
        (not proofs.certificate, Missing("certificate", "sdm")),
        (not proofs.account_checked, Missing("account_checked", "labour_officer")),
        (proofs.annuity_due and not proofs.annuity_consent, Missing("annuity_consent", "labour_officer")),
    ]
    return tuple(missing for lacks, missing in wanted if lacks)
