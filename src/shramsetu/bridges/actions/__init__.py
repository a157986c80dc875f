"""The verbs of the doors: parcels owed, carried and settled; what the journal says handed to those who carry it."""
