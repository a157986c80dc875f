"""The doors of people: e-mail, registers of letters, the counter, days on which people come together."""
