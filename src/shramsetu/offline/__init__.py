"""What is written without a network: taken once, however often and by whatever broken line it is sent."""
