"""A Family ID service of fictitious families, for demo, training and tests: real envelopes, tokens and signatures."""
