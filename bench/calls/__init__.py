"""Calls over SIP on a real Asterisk with the database in the path: `make bench-calls`."""
