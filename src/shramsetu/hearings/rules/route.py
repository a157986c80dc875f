"""Which act or code governs a matter, and before which kind of forum it comes: pure, by the rows of the rulebook."""

from dataclasses import dataclass, replace
from datetime import date

from shramsetu.rulebook.law import Bodies, ForumKind, Law, MatterRule, Of, Provision, Regime, Sphere, When


class NoLaw(LookupError):
    """No row of the rulebook says which law governs such a matter."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the law hangs on: kind of matter, day of the cause, day of filing, sphere, and which bodies sit that day."""

    matter: MatterRule
    cause_on: date
    filed_on: date
    sphere: Sphere = "state"
    bodies: Bodies = "existing"


@dataclass(frozen=True, slots=True)
class Governed:
    """What governs a matter: the regime, the provision under which it is brought, the kind of forum."""

    regime: Regime
    provision: Provision
    forum: ForumKind

    @property
    def law(self) -> Of:
        """Return whose law it is."""
        return self.regime.law


def govern(law: Law, asked: Asked) -> Governed:
    """Return what governs a matter: the first regime that fits it; raises NoLaw."""
    for regime in law.regimes.values():
        if any(_fits(when, asked) for when in regime.when):
            return under(regime, asked)
    raise NoLaw(f"{asked.matter.slug}, cause of {asked.cause_on:%d-%m-%Y}")


def earlier(law: Law, asked: Asked, since: date) -> Governed | None:
    """Return what governs the first part of a cause that went on since then; None where the same law governs it all."""
    first = govern(law, replace(asked, cause_on=since))
    return None if first.law == govern(law, asked).law else first


def under(regime: Regime, asked: Asked) -> Governed:
    """Return what a regime means for a matter, whether it was found or chosen.

    The Codes before bodies that were there already: the section of the Code, the forum of the law before it.
    """
    provision = asked.matter.provision(regime.law)
    if regime.law == "code" and regime.bodies == "existing":
        return Governed(regime, provision, asked.matter.provision(asked.sphere).forum)
    return Governed(regime, provision, provision.forum)


def _fits(when: When, asked: Asked) -> bool:
    return (
        asked.matter.family in when.families
        and when.sphere in ("", asked.sphere)
        and when.bodies in ("", asked.bodies)
        and _within(asked.cause_on, when.cause_from, when.cause_before)
        and _within(asked.filed_on, when.filed_from, when.filed_before)
    )


def _within(on: date, since: date | None, before: date | None) -> bool:
    return (since is None or on >= since) and (before is None or on < before)
