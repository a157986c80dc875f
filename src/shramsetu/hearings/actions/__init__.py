"""The verbs of hearings: `casework` reads their effects from here."""

from shramsetu.hearings.actions import (
    appeals,
    awards,
    clockwork,
    filing,
    forums,
    lawing,
    lists,
    mending,
    notices,
    orders,
    parties,
    recovering,
    reminding,
    scrutiny,
    sittings,
)

__all__ = [
    "appeals",
    "awards",
    "clockwork",
    "filing",
    "forums",
    "lawing",
    "lists",
    "mending",
    "notices",
    "orders",
    "parties",
    "recovering",
    "reminding",
    "scrutiny",
    "sittings",
]
