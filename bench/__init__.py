"""Load and scale measurements; each prints its figures and how to read them. See docs/reference/performance.md."""
