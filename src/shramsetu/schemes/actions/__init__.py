"""The verbs of claims and what is paid for them; casework reads this at start, so every effect is known."""

from shramsetu.schemes.actions import appealing, claiming, clockwork, deciding, facts, hearing, scrutiny
from shramsetu.schemes.actions.claiming import submit
from shramsetu.schemes.actions.facts import lay_paper, look_at_paper, settle
from shramsetu.schemes.actions.many import Done, sanction_many

__all__ = [
    "Done",
    "appealing",
    "claiming",
    "clockwork",
    "deciding",
    "facts",
    "hearing",
    "lay_paper",
    "look_at_paper",
    "sanction_many",
    "scrutiny",
    "settle",
    "submit",
]
