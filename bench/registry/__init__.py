"""A registry of millions of workers, made by lot: `python -m bench.registry`."""
