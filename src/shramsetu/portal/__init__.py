"""The public pages: file, track, follow, schemes, figures; for a person on a cheap phone who reads slowly."""
