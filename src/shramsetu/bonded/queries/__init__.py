"""Named reads of bonded labour, one file an area."""
