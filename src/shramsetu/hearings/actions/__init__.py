"""The verbs of hearings: `casework` reads their effects from here."""

from shramsetu.hearings.actions import clockwork, filing, forums, lawing, mending, notices, parties, scrutiny

__all__ = ["clockwork", "filing", "forums", "lawing", "mending", "notices", "parties", "scrutiny"]
