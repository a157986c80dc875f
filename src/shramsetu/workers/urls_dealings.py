"""Addresses below desk/workers/ about one worker: changes asked for at a counter, cards."""

from django.urls import path

from shramsetu.workers.views import dealings

app_name = "dealings"
urlpatterns = [
    path("<str:number>/change/<slug:field>/", dealings.change, name="change"),
    path("<str:number>/card/<slug:board>/print/", dealings.card, name="card"),
    path("<str:number>/card/<slug:board>/revoke/", dealings.revoke, name="revoke"),
]
