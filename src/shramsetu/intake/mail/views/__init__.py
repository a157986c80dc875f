"""The desk's pages of e-mail."""
