"""What bonded labour adds to the desk; each part of the procedure has a module of its own."""

from shramsetu.bonded import (
    choices,
    committee_desk,
    counted,
    duty_desk,
    later_desk,
    money_desk,
    papers_desk,
    reading_desk,
    rescue_desk,
    track_choices,
    transfer_desk,
)

__all__ = [
    "choices",
    "committee_desk",
    "counted",
    "duty_desk",
    "later_desk",
    "money_desk",
    "papers_desk",
    "reading_desk",
    "rescue_desk",
    "track_choices",
    "transfer_desk",
]
