"""What every reader of a container says of one that it cannot read."""


class Broken(ValueError):
    """This is not a whole sound of its kind."""
