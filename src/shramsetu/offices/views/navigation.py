"""The pages of the administration, as tabs, and what stands on the first of them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shramsetu.lib import clock
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Leave, Post, Role, Route, User


def nav(request: DeskRequest) -> list[dict[str, object]]:
    """Return the pages of the administration; none for anybody but an administrator."""
    if request.post.role != Role.ADMINISTRATOR:
        return []
    pages = [
        (reverse("office:home"), _("Office")),
        (reverse("office:posts"), _("Posts")),
        (reverse("office:users"), _("Users")),
        (reverse("office:departments"), _("Departments")),
        (reverse("office:routes"), _("Routing orders")),
        (reverse("office:leaves"), _("Leave")),
        (reverse("office:routing"), _("Who gets what")),
        (reverse("desk:due"), _("Due times")),
        (reverse("privacy:home"), _("Personal data")),
        (reverse("messages:stuck"), _("Undelivered messages")),
        (reverse("bridges:webhooks"), _("Webhooks")),
        (reverse("bridges:igrs"), _("Bridge to IGRS")),
        (reverse("bridges:whatsapp"), _("WhatsApp: set aside")),
    ]
    return [
        {"url": url, "label": label, "current": request.path == url or request.path.startswith(f"{url}of/")}
        for url, label in pages
    ]


@require_GET
@post_required(Role.ADMINISTRATOR)
def home(request: DeskRequest) -> HttpResponse:
    now = timezone.now()
    today = clock.day(now)
    posts, people = Post.objects.filter(abolished_at=None), User.objects.filter(is_active=True)
    away = Leave.objects.filter(cancelled_at=None, from_on__lte=today, to_on__gte=today)
    lines = [
        (_("Posts"), posts.count(), reverse("office:posts"), ""),
        (_("Vacant posts"), posts.filter(is_vacant=True).count(), f"{reverse('office:posts')}?state=vacant", "overdue"),
        (_("On leave today"), away.count(), reverse("office:leaves"), "soon"),
        (_("Users"), people.count(), reverse("office:users"), ""),
        (_("Locked just now"), people.filter(locked_until__gt=now).count(), reverse("office:users"), "soon"),
        (_("Routing orders"), Route.objects.filter(ended_at=None).count(), reverse("office:routes"), ""),
    ]
    tiles = [{"label": label, "count": count, "url": url, "state": state} for label, count, url, state in lines]
    return render(request, "offices/home.html", {"tiles": tiles, "office_nav": nav(request)})
