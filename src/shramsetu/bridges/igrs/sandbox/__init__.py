"""An IGRS of its own for demo, training and tests: keeps what it is told in a file, and fails as it is told to."""
