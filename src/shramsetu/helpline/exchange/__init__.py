"""The exchange behind one protocol: Asterisk by ARI, or the simulated one."""
