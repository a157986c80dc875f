"""The public addresses, at the root of the site."""

from django.urls import path

from shramsetu.portal.views import answering, figures, filing, mine, opendata, reading, shell, signing, steps, tracking

app_name = "portal"
urlpatterns = [
    path("", reading.home, name="home"),
    # filing, one question a screen
    path("file/", filing.start, name="file"),
    path("file/anew/", filing.discard, name="file_anew"),
    path("file/send/", filing.send, name="file_send"),
    path("file/papers/", filing.papers, name="file_papers"),
    path("file/papers/<uuid:pk>/drop/", filing.drop_paper, name="file_drop_paper"),
    path("file/done/<str:number>/", tracking.filed, name="filed"),
    path("file/slip/<str:number>/", tracking.printed, name="slip"),
    path("file/<slug:name>/", filing.screen, name="file_screen"),
    # following
    path("track/", tracking.track, name="track"),
    path("track/<str:number>/", tracking.case, name="case"),
    path("track/<str:number>/code/", tracking.slip, name="slip_code"),
    path("track/<str:number>/papers/<uuid:pk>/", tracking.paper, name="paper"),
    path("track/<str:number>/<slug:verb>/", steps.step, name="step"),
    path("track/<str:number>/<slug:verb>/done/", steps.done, name="done"),
    path("sign-in/", signing.ask_code, name="sign_in"),
    path("sign-in/code/", signing.give_code, name="code"),
    path("sign-out/", signing.sign_out, name="sign_out"),
    path("mine/", mine.mine, name="mine"),
    path("mine/data/", mine.data, name="my_data"),
    path("mine/data/ask/", mine.ask, name="ask_data"),
    path("mine/data/messages/", mine.letters, name="set_messages"),
    # reading
    path("schemes/", reading.schemes, name="schemes"),
    path("schemes/<slug:slug>/", reading.scheme, name="scheme"),
    path("help/", reading.answers, name="help"),
    path("help/<slug:slug>/", reading.answer, name="answer"),
    path("helplines/", reading.helplines, name="helplines"),
    path("figures/", figures.figures, name="figures"),
    path("open-data/", opendata.page, name="open_data"),
    path("open-data/figures.csv", figures.month_csv, name="open_figures"),
    path("open-data/figures.json", figures.month_json, name="open_figures_json"),
    path("open-data/categories.csv", opendata.categories, name="open_categories"),
    path("open-data/claims.csv", opendata.claims, name="open_claims"),
    path("open-data/holidays.csv", opendata.holidays, name="open_holidays"),
    path("open-data/journal.json", opendata.roots, name="open_journal"),
    path("privacy/", reading.privacy, name="privacy"),
    path("accessibility/", reading.accessibility, name="accessibility"),
    path("about/", reading.about, name="about"),
    # a word by text message
    path("messages/word/", answering.word, name="word"),
    path("messages/kannel/word/", answering.from_kannel, name="kannel_word"),
    path("demo/tray/answer/", answering.from_tray, name="answer_from_tray"),
    # the app on a phone
    path("manifest.webmanifest", shell.manifest, name="manifest"),
    path("icon-<int:size>.png", shell.icon, name="icon"),
    path("icon-maskable-<int:size>.png", shell.icon, {"maskable": True}, name="icon_maskable"),
    path("worker.js", shell.worker, name="worker"),
    path("offline/", shell.offline, name="offline"),
]
