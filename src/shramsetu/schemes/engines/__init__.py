"""Who answers a scheme's conditions: PostgreSQL for one claim, DuckDB for the registry, Spark for a cluster."""
