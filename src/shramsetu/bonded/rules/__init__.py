"""What the law and the scheme say, as pure functions: no database, no clock, no network."""
