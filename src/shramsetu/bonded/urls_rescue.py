"""Addresses of information, rescue and finding."""

from django.urls import path

from shramsetu.bonded.views import delegations, identity, intake, issuing, lists, operations, persons, start, versions

urlpatterns = [
    path("", start.home, name="home"),
    path("inform/", intake.inform, name="inform"),
    path("informed/<str:number>/", intake.informed, name="informed"),
    path("information/<int:pk>/informant/", intake.informant, name="informant"),
    path("list/<slug:name>/", lists.listed, name="list"),
    path("orders/", delegations.orders, name="delegations"),
    path("orders/<int:pk>/end/", delegations.end, name="end_delegation"),
    path("operation/<str:number>/team/", operations.team, name="team"),
    path("operation/<str:number>/team/<int:member>/leave/", operations.leave, name="leave_team"),
    path("operation/<str:number>/seizures/", operations.seizures, name="seizures"),
    path("operation/<str:number>/accused/", operations.accused, name="accused"),
    path("operation/<str:number>/persons/", operations.enter, name="enter"),
    path("person/<str:number>/identity/", identity.amend, name="amend_identity"),
    path("person/<str:number>/unsafe/", identity.unsafe, name="unsafe_phone"),
    path("person/<str:number>/statement/", persons.statement, name="statement"),
    path("person/<str:number>/statement/<int:seq>/", versions.version, name="statement_version"),
    path("person/<str:number>/issue/", issuing.issue, name="issue"),
    path("person/<str:number>/finding/", persons.finding, name="finding"),
]
