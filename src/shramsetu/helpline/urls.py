from django.urls import include, path

from shramsetu.helpline.views import blocks, hours, menus, phone, pieces, seats, sounds, trial, voicemails

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
    # hours, menus, sounds
    path("hours/", hours.shown, name="hours"),
    path("hours/<slug:line>/extend/", hours.extend, name="extend_hours"),
    path("hours/<int:pk>/end/", hours.end, name="end_hours"),
    path("menus/", menus.home, name="menus"),
    path("menus/<slug:slug>/", menus.shown, name="menu"),
    path("menus/<slug:slug>/try/", trial.trial, name="trial"),
    path("menus/<slug:slug>/begin/", menus.begin, name="begin_draft"),
    path("menus/<slug:slug>/draft/", menus.draft, name="draft"),
    path("menus/<slug:slug>/draft/add/", menus.add, name="add_node"),
    path("menus/<slug:slug>/draft/publish/", menus.publish, name="publish_draft"),
    path("menus/<slug:slug>/draft/discard/", menus.discard, name="discard_draft"),
    path("menus/<slug:slug>/draft/<slug:name>/", menus.node, name="node"),
    path("menus/<slug:slug>/draft/<slug:name>/remove/", menus.remove, name="remove_node"),
    path("sounds/", sounds.listed, name="sounds"),
    path("sounds/<slug:language>/<slug:key>/", sounds.one, name="sound"),
    path("sounds/<slug:language>/<slug:key>/restore/", sounds.restore, name="restore_sound"),
    path("sounds/<slug:language>/<slug:key>/file.wav", sounds.heard, name="sound_file"),
    # blocked numbers, voicemails
    path("blocks/", blocks.listed, name="blocks"),
    path("blocks/propose/", blocks.propose, name="propose_block"),
    path("blocks/<int:pk>/<slug:verb>/", blocks.decide, name="decide_block"),
    path("voicemails/", voicemails.listed, name="voicemails"),
    path("voicemails/<int:pk>/", voicemails.one, name="voicemail"),
    path("voicemails/<int:pk>/take/", voicemails.take, name="take_voicemail"),
    path("voicemails/<int:pk>/call-back/", voicemails.call_back, name="call_back_voicemail"),
    path("voicemails/<int:pk>/register/", voicemails.register, name="register_voicemail"),
    path("staffing/", include("shramsetu.helpline.staffing_urls")),
]
