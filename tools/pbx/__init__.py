"""A real exchange on this machine: Asterisk 22 in a folder of its own, for `make pbx`, the tests and the bench.

`root` gets Asterisk, `configuration` fills deploy/asterisk in for one node, `launch` starts and stops it, `phone` is a
telephone to call it with. By hand: `python -m tools.pbx run`. Production: docs/how-to/exchange.md.
"""
