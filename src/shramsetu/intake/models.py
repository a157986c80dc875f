"""The tables of the doors of people; each part keeps its own beside its verbs."""

from shramsetu.intake.camps.models import Day, Line
from shramsetu.intake.counter.models import Scanned
from shramsetu.intake.dak.models import Letter
from shramsetu.intake.mail.models import Box, Fetched, Mail, Thread

__all__ = ["Box", "Day", "Fetched", "Letter", "Line", "Mail", "Scanned", "Thread"]
