"""Pages of the registry of workers: everybody's, the worker's own, and the desk's."""
