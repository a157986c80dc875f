"""Named reads of the registry."""
