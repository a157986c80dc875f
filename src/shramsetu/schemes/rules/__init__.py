"""What follows from the answers of a scheme's conditions: pure, no database."""
