"""The verbs of the helpline: the only code that writes calls, agents and orders."""
