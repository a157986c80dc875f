"""The verbs of reviews."""

from shramsetu.monitoring.reviews.actions import (
    agendas,
    closing,
    holding,
    minuting,
    mornings,
    planning,
    remarking,
    reminding,
)

__all__ = ["agendas", "closing", "holding", "minuting", "mornings", "planning", "remarking", "reminding"]
