"""What people hand in: letters, photographs, recordings, kept once by content and served through an access check."""
