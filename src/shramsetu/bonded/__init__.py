"""Bonded labour: from an information to a person freed, paid, at home and heard in court."""
