"""The clock's work of targets."""
