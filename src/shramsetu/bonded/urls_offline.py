"""The page of a rescue without a network."""

from shramsetu.offline.pages import page

app_name = "rescue"
urlpatterns = [page("rescue/", "bonded/rescue_away.html")]
