"""The desk's pages of targets, works and reviews; each part has a module of its own."""

from shramsetu.monitoring.reviews import urls as reviews
from shramsetu.monitoring.targets import urls as targets
from shramsetu.monitoring.works import urls as works

app_name = "monitoring"
urlpatterns = [
    *targets.urlpatterns,
    *works.urlpatterns,
    *reviews.urlpatterns,
]
