"""Pure functions every floor may use: no Django, no database, no network, no reading of the clock."""
