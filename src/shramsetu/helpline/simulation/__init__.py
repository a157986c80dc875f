"""Calls without wires: simulated time, callers and agents, a whole day in an hour."""
