"""The API at /api/v1: one NinjaAPI, its sign-in, its errors, and the routers of the packages."""

from shramsetu.web.api.root import api

__all__ = ["api"]
