"""What is known of an e-mail by its bytes alone: pure functions, each with a bound to what it reads."""
