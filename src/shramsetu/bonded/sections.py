"""What stands on the page of an information, an operation or a person: each part of the procedure adds its own.

A module named `desk` of any part registers here; the order is that of registering, a smaller `rank` stands first.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from shramsetu.casework.models import Case
from shramsetu.casework.panels import KINDS, Panel, Tool

Build = Callable[[HttpRequest, Case], list[Panel]]
Offer = Callable[[HttpRequest, Case], list[Tool]]


@dataclass(frozen=True, slots=True)
class _Ranked:
    rank: int
    build: Build


_panels: dict[str, list[_Ranked]] = {}
_tools: dict[str, list[Offer]] = {}


def section(*kinds: str, rank: int = 50) -> Callable[[Build], Build]:
    """Mark a function that adds panels to the pages of `kinds`."""

    def keep(build: Build) -> Build:
        for kind in kinds:
            _panels.setdefault(kind, []).append(_Ranked(rank, build))
            KINDS.panels[kind] = _built
        return build

    return keep


def tools(*kinds: str) -> Callable[[Offer], Offer]:
    """Mark a function that adds pages beside the steps of `kinds`."""

    def keep(offer: Offer) -> Offer:
        for kind in kinds:
            _tools.setdefault(kind, []).append(offer)
            KINDS.tools[kind] = _offered
        return offer

    return keep


def _built(request: HttpRequest, case: Case) -> list[Panel]:
    ranked = sorted(_panels.get(case.kind, []), key=lambda one: one.rank)
    return [panel for one in ranked for panel in one.build(request, case)]


def _offered(request: HttpRequest, case: Case) -> list[Tool]:
    return [tool for offer in _tools.get(case.kind, []) for tool in offer(request, case)]
