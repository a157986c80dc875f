"""The verbs of families: take what the service says, keep what a worker says, settle where they differ."""
