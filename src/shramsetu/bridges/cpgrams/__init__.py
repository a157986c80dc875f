"""CPGRAMS by file: its registrations come in, each as one case; what was done goes back as an action-taken report."""
