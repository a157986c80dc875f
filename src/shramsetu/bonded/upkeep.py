"""What the nightly proof asks of bonded labour, and what turns with the keys."""

from shramsetu.bonded import keys
from shramsetu.bonded.queries import rescue
from shramsetu.casework import reconcile

__all__ = ["keys"]
reconcile.CHECKS["an operation over while a person lacks a finding"] = rescue.closed_too_early
