"""E-mail: fetched from a mailbox, kept as it came, joined to its case or laid before a person, answered from there."""
