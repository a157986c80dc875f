"""Pages of the desk about schemes as a whole: what if, who has not claimed, how claims stand, what came of it."""

from django.urls import path

from shramsetu.schemes.views import impact, left_behind, monitoring, whatif

app_name = "eligibility"
urlpatterns = [
    path("", monitoring.claims, name="claims"),
    path("claims.xlsx", monitoring.claims_file, name="claims_file"),
    path("impact/", impact.results, name="impact"),
    path("impact/calls/", impact.calls, name="aftercalls"),
    path("impact/calls/<str:number>/", impact.call, name="aftercall"),
    path("impact/calls/<str:number>/<slug:verb>/", impact.end, name="end_aftercall"),
    path("left-behind/", left_behind.districts, name="left_behind"),
    path("left-behind/make/", left_behind.make, name="make_left_behind"),
    path("left-behind/<int:lgd>/", left_behind.district, name="left_behind_district"),
    path("left-behind/<int:lgd>/people/", left_behind.people, name="left_behind_people"),
    path("left-behind/<int:lgd>/people.xlsx", left_behind.people_file, name="left_behind_file"),
    path("what-if/", whatif.whatifs, name="whatifs"),
    path("what-if/<int:pk>/", whatif.whatif, name="whatif"),
    path("what-if/<int:pk>/districts.<str:form>", whatif.whatif_file, name="whatif_file"),
    path("what-if/new/<slug:scheme>/", whatif.draw, name="draw"),
]
