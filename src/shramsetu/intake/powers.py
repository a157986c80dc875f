"""Who sits at a counter: what registers for others already, and the offices that get letters and hold days."""

from shramsetu.grievances.desk import COUNTER

__all__ = ["COUNTER"]
