"""The verbs of complaints. Importing this package registers every effect with the flow engine."""

from shramsetu.grievances.actions import (
    checking,
    clockwork,
    closing,
    conduct,
    explanation,
    feedback,
    intake,
    masters,
    officer,
    pauses,
    simple,
    spoken,
    spot,
    tapping,
    transfers,
)
from shramsetu.grievances.actions.checking import verify_second
from shramsetu.grievances.actions.explanation import call_for_explanation
from shramsetu.grievances.actions.intake import foreseen, register
from shramsetu.grievances.actions.replies import answer_by_sms

__all__ = [
    "answer_by_sms",
    "call_for_explanation",
    "checking",
    "clockwork",
    "closing",
    "conduct",
    "explanation",
    "feedback",
    "foreseen",
    "intake",
    "masters",
    "officer",
    "pauses",
    "register",
    "simple",
    "spoken",
    "spot",
    "tapping",
    "transfers",
    "verify_second",
]
