"""The desk's pages of works, and everybody's."""
