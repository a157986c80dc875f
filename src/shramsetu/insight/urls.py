from django.urls import path

from shramsetu.insight.views import figures, lists, posts

app_name = "insight"
urlpatterns = [
    path("", figures.home, name="home"),
    path("state/", figures.state, name="state"),
    path("mandal/<int:pk>/", figures.mandal, name="mandal"),
    path("district/<int:lgd>/", figures.district, name="district"),
    path("department/<slug:slug>/", figures.department, name="department"),
    path("post/<str:code>/", posts.post, name="post"),
    path("problems/", figures.problems, name="problems"),
    path("cases/", lists.cases, name="cases"),
]
