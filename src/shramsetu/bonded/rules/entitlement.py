"""What a freed person is entitled to, with the reason: by the version of the scheme in force on the day of release."""

from dataclasses import dataclass
from datetime import date

from shramsetu.rulebook.bonded import Category, Version

ADULT_YEARS = 18


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a person counts. `dm_finds` holds the DM's reasons for extreme deprivation, if there are any."""

    sex: str  # f, m or t
    is_minor: bool
    begging: bool = False
    child_labour: bool = False
    sexual_exploitation: bool = False
    trafficked: bool = False
    disabled: bool = False
    dm_finds: str = ""


@dataclass(frozen=True, slots=True)
class Entitlement:
    """Amounts in paise: `total` is all there is, `balance` what is left of it after the immediate assistance."""

    version: str
    category: Category
    because: tuple[str, ...]
    total: int
    immediate: int
    balance: int
    annuity_least: int
    past_approval: bool  # the version's approval had run out on the day of release, and no later one is known


def entitlement(facts: Facts, version: Version, *, released_on: date) -> Entitlement:
    """Return what a person released on a day is entitled to."""
    category, because = category_of(facts)
    share = version.share(category)
    inside = version.immediate_paise if version.immediate_counts_inside else 0
    late = version.approved_until is not None and released_on > version.approved_until
    return Entitlement(
        version=version.slug,
        category=category,
        because=because,
        total=share.total_paise + version.immediate_paise - inside,
        immediate=version.immediate_paise,
        balance=share.total_paise - inside,
        annuity_least=share.annuity_least_paise,
        past_approval=late,
    )


def category_of(facts: Facts) -> tuple[Category, tuple[str, ...]]:
    """Return the category and every reason for it; the highest that applies counts."""
    woman_or_child = facts.sex == "f" or facts.is_minor
    extreme = {
        "transgender": facts.sex == "t",
        "sexual_exploitation": facts.sexual_exploitation and woman_or_child,
        "trafficked": facts.trafficked and woman_or_child,
        "disabled": facts.disabled,
        "dm_finds": bool(facts.dm_finds.strip()),
    }
    if found := _true(extreme):
        return "extreme", found
    special = {
        "woman": facts.sex == "f",
        "child": facts.is_minor,
        "begging": facts.begging,
        "child_labour": facts.child_labour,
    }
    if found := _true(special):
        return "special", found
    return "man", ("adult_man",)


def _true(named: dict[str, bool]) -> tuple[str, ...]:
    return tuple(name for name, holds in named.items() if holds)
