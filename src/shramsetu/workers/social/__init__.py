"""The social-registry interface (SPDCI v1.0.0): who asks us, whom we ask, and the envelopes in between."""
