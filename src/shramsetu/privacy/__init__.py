"""Personal data: how long it is kept, its erasure, and the register of breaches."""
