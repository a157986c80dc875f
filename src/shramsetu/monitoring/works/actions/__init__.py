"""The verbs of buildings."""

from shramsetu.monitoring.works.actions import (
    clockwork,
    defects,
    entering,
    handing,
    hindrances,
    measuring,
    money,
    planning,
    visiting,
)

__all__ = ["clockwork", "defects", "entering", "handing", "hindrances", "measuring", "money", "planning", "visiting"]
