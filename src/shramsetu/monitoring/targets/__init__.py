"""Targets: who should reach how many by when, and what came of it day by day."""
