"""What search and stewards add to the head of the desk."""

from django.utils.translation import gettext_lazy as _

from shramsetu.casework.panels import KINDS, Door
from shramsetu.workers import scope, tabs
from shramsetu.workers.linkage import bulk
from shramsetu.workers.queries.doubles import DECIDES

__all__ = ["bulk"]  # its kind of run is known from here on

SEARCHERS = scope.BY_DEPARTMENT | scope.BY_PLACE | scope.STATE_WIDE | scope.BY_OPENER
KINDS.doors += [
    Door("registry:find", _("Find a worker"), "user-search", SEARCHERS),
    Door("registry:doubles", _("Possible duplicates"), "copy", DECIDES),
    Door("registry:merges", _("Merged rows"), "git-merge", DECIDES),
]
tabs.VERBS |= {
    "merge": _("Another row was merged into this one"),
    "merged_away": _("Merged into another row"),
    "unmerge": _("A merge was undone"),
    "never_same": _("A steward decided: two persons"),
    "point_out": _("Pointed out as a possible duplicate"),
}
