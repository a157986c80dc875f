from django.urls import path

from shramsetu.casework.views import cases, due, home, inbox, route, runs, sealed, search, sign, steps, tray

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("inbox/", inbox.cases, name="inbox"),
    path("inbox/next/", cases.following, name="next"),
    path("inbox/bulk/", inbox.bulk, name="bulk"),
    path("search/", search.search, name="search"),
    path("due/", due.due, name="due"),
    path("tray/", tray.tray, name="tray"),
    path("sign/", sign.sign, name="sign"),
    path("route/", route.route, name="route"),
    path("runs/", runs.runs, name="runs"),
    path("runs/<int:pk>/", runs.run, name="run"),
    path("runs/<int:pk>/results.csv", runs.results, name="run_results"),
    path("runs/<int:pk>/<slug:verb>/", runs.step, name="run_step"),
    path("sealed/", sealed.grants, name="grants"),
    path("sealed/<int:grant>/", sealed.review, name="review"),
    path("case/<str:number>/", cases.case, name="case"),
    path("case/<str:number>/presence/", cases.presence, name="presence"),
    path("case/<str:number>/open-sealed/", sealed.break_glass, name="break_glass"),
    path("case/<str:number>/phone/<int:party>/", sealed.reveal, name="reveal"),
    path("case/<str:number>/step/<slug:verb>/", steps.step, name="step"),
    path("case/<str:number>/hand-on/<slug:name>/", cases.hand_on, name="hand_on"),
]
