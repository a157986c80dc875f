"""Schemes: what a scheme gives, to whom; each condition answered, for one claim and for the whole registry."""
