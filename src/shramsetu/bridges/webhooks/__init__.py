"""Webhooks out: addresses that an administrator enters are told what happens to cases, signed and until it arrives."""
