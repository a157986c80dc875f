"""The search for duplicates over the whole registry, by Splink: on DuckDB in one process, or on Spark."""
