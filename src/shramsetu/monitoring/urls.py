"""The desk's pages of targets, works and reviews; each part has a module of its own."""

from shramsetu.monitoring.targets import urls as targets

app_name = "monitoring"
urlpatterns = [
    *targets.urlpatterns,
]
