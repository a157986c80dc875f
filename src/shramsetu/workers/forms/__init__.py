"""Forms of the registry of workers."""
