"""Pages of the desk about claims."""

from django.urls import path

from shramsetu.schemes.views import claims, counter, listing, many

app_name = "claims"
urlpatterns = [
    path("", listing.claims, name="list"),
    path("list.<str:form>", listing.claims_file, name="list_file"),
    path("new/", counter.start, name="start"),
    path("new/<str:worker>/", counter.schemes, name="schemes"),
    path("new/<str:worker>/<slug:scheme>/", counter.tell, name="tell"),
    path("many/", many.many, name="many"),
    path("<str:number>/facts/", claims.facts, name="facts"),
    path("<str:number>/facts/<str:name>/", claims.settle, name="settle"),
    path("<str:number>/papers/<int:pk>/", claims.paper, name="paper"),
    path("<str:number>/papers/<slug:slug>/lay/", claims.lay, name="lay"),
    path("<str:number>/orders/<int:seq>.pdf", claims.order, name="order"),
    path("<str:number>/claim.pdf", claims.sheet, name="sheet"),
]
