"""The verbs of e-mail: the code that writes mails, where they were fetched, and what goes out in answer."""

from shramsetu.intake.mail.actions.answering import NotToBeAnswered, answer
from shramsetu.intake.mail.actions.joining import Gone, file_as, join
from shramsetu.intake.mail.actions.parting import part
from shramsetu.intake.mail.actions.reading import read, read_waiting
from shramsetu.intake.mail.actions.sorting import put_away, release
from shramsetu.intake.mail.actions.taking import fetch, take

__all__ = [
    "Gone",
    "NotToBeAnswered",
    "answer",
    "fetch",
    "file_as",
    "join",
    "part",
    "put_away",
    "read",
    "read_waiting",
    "release",
    "take",
]
