"""What buildings are reckoned by: no Django, no clock, no database."""
