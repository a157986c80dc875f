"""Pure rules of the doors: which addresses may be spoken to, how a message is signed."""
