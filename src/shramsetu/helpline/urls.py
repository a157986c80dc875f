from django.urls import path

from shramsetu.helpline.views import phone, pieces, seats

app_name = "helpline"
urlpatterns = [
    path("", phone.desk, name="phone"),
    path("now/", phone.now, name="now"),
    path("state/<slug:verb>/", phone.turn, name="turn"),
    path("order/<slug:verb>/", phone.order, name="order"),
    path("line/", phone.line, name="line"),
    path("by-hand/<slug:verb>/", phone.by_hand, name="by_hand"),
    path("call/<int:pk>/result/", pieces.result, name="result"),
    path("call/<int:pk>/event-number/", pieces.event_number, name="event_number"),
    path("whom/", pieces.offer_whom, name="offer_whom"),
    path("agents/", seats.agents, name="agents"),
    path("agents/new/", seats.new, name="new_agent"),
    path("agents/<int:pk>/", seats.agent, name="agent"),
    path("agents/<int:pk>/secret/", seats.secret, name="new_secret"),
]
