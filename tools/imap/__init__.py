"""A real mail server (Dovecot) for the tests, unpacked from Debian, without root and on this machine alone."""
