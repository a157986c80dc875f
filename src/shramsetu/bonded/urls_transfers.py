from django.urls import path

from shramsetu.bonded.views import chases, journeys, replanning, transfers

urlpatterns = [
    path("transfers/", transfers.listed, name="transfers"),
    path("transfers/new/<str:code>/", transfers.new, name="new_transfer"),
    path("transfers/<str:code>/", transfers.page, name="transfer"),
    path("transfers/<str:code>/<slug:verb>/", transfers.step, name="transfer_step"),
    path("packets/<int:pk>/letter.pdf", transfers.letter, name="packet_letter"),
    path("packets/<int:pk>/code/", transfers.code, name="packet_code"),
    path("packets/<int:pk>/revoke/", transfers.revoke, name="packet_revoke"),
    path("consent/<str:code>/", transfers.consent, name="consent"),
    path("journeys/new/<str:code>/", journeys.new, name="new_journey"),
    path("journeys/<str:code>/", journeys.page, name="journey"),
    path("journeys/<str:code>/change/", replanning.change, name="journey_change"),
    path("journeys/<str:code>/cancel/", replanning.cancel, name="journey_cancel"),
    path("journeys/<str:code>/leave/", journeys.depart, name="journey_leave"),
    path("journeys/<str:code>/home/", journeys.hand_over, name="journey_home"),
    path("journeys/<str:code>/call/", journeys.call, name="journey_call"),
    path("journeys/<str:code>/order.pdf", journeys.order, name="journey_order"),
    path("returned/", chases.listed, name="chases"),
    path("returned/new/", chases.enter, name="new_returned"),
    path("returned/<int:pk>/", chases.page, name="chase"),
    path("returned/<int:pk>/letters/<int:number>/", chases.letter, name="chase_letter"),
    path("returned/<int:pk>/letters/<int:number>/sent/", chases.letter_sent, name="chase_letter_sent"),
    path("returned/<int:pk>/certificate/", chases.received, name="chase_received"),
    path("returned/<int:pk>/refused/", chases.denied, name="chase_denied"),
]
