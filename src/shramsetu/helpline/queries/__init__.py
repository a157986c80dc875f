"""Named reads of the helpline."""
