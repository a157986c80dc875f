"""A real video server on this machine: Janus in a folder of its own, for `make video` and the tests.

`root` gets Janus, `configuration` fills deploy/janus in, `launch` starts and stops it. By hand: `python -m tools.video
run`. Production: docs/how-to/video-rooms.md.
"""
