"""The verbs of the interface: take an envelope once, note what was disclosed, owe and send answers and news."""
