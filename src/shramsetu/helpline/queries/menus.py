"""The versions of the menus: the one in force, the draft, the history."""

from django.db.models import QuerySet

from shramsetu.helpline.models import Menu


def in_force(slug: str) -> Menu | None:
    """Return the menu of a line or campaign that callers hear now."""
    return Menu.objects.filter(slug=slug, published_at__isnull=False).order_by("-version").first()


def draft(slug: str) -> Menu | None:
    """Return the version being worked on: the newest, unless it is published."""
    newest = versions(slug).first()
    return newest if newest is not None and newest.published_at is None else None


def versions(slug: str) -> QuerySet[Menu]:
    """Return all versions of a menu, the newest first."""
    return Menu.objects.filter(slug=slug).order_by("-version")


def alive() -> list[Menu]:
    """Return of every menu the version in force and the draft."""
    published = Menu.objects.filter(published_at__isnull=False).order_by("slug", "-version").distinct("slug")
    drafts = Menu.objects.filter(published_at=None)
    return sorted([*published, *drafts], key=lambda one: (one.slug, -one.version))
