"""What the helpline reckons with: pure functions, no framework, no clock, no network."""
