"""Pages of targets, below /desk/monitoring/."""

from django.urls import path

from shramsetu.monitoring.targets.views import board, figures, setting

urlpatterns = [
    path("targets/", board.targets, name="targets"),
    path("targets/set/", setting.set_target, name="set_target"),
    path("targets/set/<slug:indicator>.xlsx", setting.shares_template, name="shares_template"),
    path("targets/proposals/", setting.proposals, name="target_proposals"),
    path("targets/version/<int:pk>/", setting.target_version, name="target_version"),
    path("targets/version/<int:pk>/decide/", setting.decide_target, name="decide_target"),
    path("targets/figures/", figures.deliveries, name="deliveries"),
    path("targets/figures/typed/", figures.typed, name="typed_figure"),
    path("targets/figures/<int:pk>/", figures.delivery, name="delivery"),
    path("targets/figures/<slug:indicator>.xlsx", figures.figures_template, name="figures_template"),
    path("targets/<slug:indicator>/", board.target, name="target"),
    path("targets/<slug:indicator>/ranking/", board.ranking, name="target_ranking"),
    path("targets/<slug:indicator>/<int:pk>/", board.target, name="target_place"),
    path("targets/<slug:indicator>/<int:pk>/file.<slug:form>", board.target_file, name="target_file"),
    path("targets/<slug:indicator>/<int:pk>/days/", board.target_days, name="target_days"),
    path("targets/<slug:indicator>/<int:pk>/days/<str:on>/", board.target_day, name="target_day"),
]
