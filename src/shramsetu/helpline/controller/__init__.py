"""The process that runs a node's calls: hears the exchange and the desks, decides from rows, commands."""
