from django.urls import path

from shramsetu.rooms.views import deeds, page

app_name = "rooms"
urlpatterns = [
    path("<slug:key>/", page.room, name="room"),
    path("<slug:key>/code/", page.door, name="door"),
    path("<slug:key>/enter/", deeds.enter, name="enter"),
    path("<slug:key>/here/", deeds.here, name="here"),
    path("<slug:key>/leave/", deeds.leave, name="leave"),
    path("<slug:key>/mute/", deeds.mute, name="mute"),
    path("<slug:key>/remove/", deeds.remove, name="remove"),
    path("<slug:key>/end/", deeds.end, name="end"),
]
