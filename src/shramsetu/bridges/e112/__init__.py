"""The emergency service 112: urgent complaints go there, its events come here as cases (docs/reference/e112.md)."""
