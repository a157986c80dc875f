"""Scan first, type later: the pages take their number at once, their words come when there is time."""
