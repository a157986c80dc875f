"""The pages of the administration, as the head of the desk shows them."""

from django.urls import reverse
from django.utils.translation import gettext as _

from shramsetu.offices.access import DeskRequest
from shramsetu.offices.models import Role


def nav(request: DeskRequest) -> list[dict[str, object]]:
    """Return the pages of the administration for an administrator; nothing but the simulator for others."""
    routing = (reverse("office:routing"), _("Who gets what"), "route")
    pages = [routing]
    if request.post.role == Role.ADMINISTRATOR:
        pages = [
            (reverse("office:posts"), _("Posts"), "briefcase"),
            (reverse("office:users"), _("Users"), "users"),
            (reverse("office:departments"), _("Departments"), "building-2"),
            (reverse("office:routes"), _("Routing orders"), "signpost"),
            (reverse("office:leaves"), _("Leave"), "calendar-off"),
            routing,
        ]
    return [
        {
            "url": url,
            "label": label,
            "icon": icon,
            "current": request.path == url or request.path.startswith(f"{url}of/"),
        }
        for url, label, icon in pages
    ]
