"""The page of a day without a network."""

from shramsetu.offline.pages import page

app_name = "camp"
urlpatterns = [page("camp/", "intake/camp.html")]
