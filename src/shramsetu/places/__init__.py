"""Where things happen: the state's places by any name, code or PIN."""
