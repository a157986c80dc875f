"""The page of a site visit without a network."""

from shramsetu.offline.pages import page

app_name = "site"
urlpatterns = [page("site/", "monitoring/works/away.html")]
