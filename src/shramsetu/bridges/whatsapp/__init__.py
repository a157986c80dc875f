"""Messages of the WhatsApp shape: a talk of plain numbered questions that ends in the one filing there is."""
