"""Arithmetic of targets: shares, days, pace and rank. No Django, clock, database or network."""
