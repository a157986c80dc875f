from django.urls import path

from shramsetu.insight.views import figures, lists, mails, posts, reports, sheets

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
    path("sheet/", sheets.review, name="review_sheet"),
    path("sheet/<int:lgd>/", sheets.district, name="district_sheet"),
    path("mails/", mails.mails, name="mails"),
    path("reports/", reports.reports, name="reports"),
    path("reports/build/", reports.build, name="build"),
    path("reports/<int:pk>/make/", reports.make, name="make"),
    path("reports/<int:pk>/drop/", reports.drop, name="drop"),
    path("reports/export/<uuid:pk>/", reports.export, name="export"),
    path("reports/export/<uuid:pk>/file/", reports.take, name="take"),
]
