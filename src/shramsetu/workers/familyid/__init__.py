"""Family ID: the families of the state, asked for by the social-registry interface or read from a nightly file."""
