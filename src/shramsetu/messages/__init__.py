"""What is told to people: an outbox written with the change it tells of, and the gateways that carry it out."""
