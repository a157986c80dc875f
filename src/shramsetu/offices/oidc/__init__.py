"""Officers' sign-in through the state's single sign-on (OpenID Connect: authorization code with PKCE)."""
