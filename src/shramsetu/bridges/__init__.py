"""Doors of other systems: what they send us, what they are told, and that nothing is lost or done twice between."""
