"""The papers of the procedure: what they say, the code that each page carries, and how a scan of them is read."""
