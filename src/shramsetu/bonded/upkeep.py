"""What the nightly proof asks of bonded labour."""

from shramsetu.bonded.queries import rescue
from shramsetu.casework import reconcile

reconcile.CHECKS["an operation over while a person lacks a finding"] = rescue.closed_too_early
