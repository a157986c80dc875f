"""The reports: each is a list of tables as they stood at the end of a day, whatever happened afterwards."""
