from django.urls import path

from shramsetu.workers.familyid import api as answers
from shramsetu.workers.social import api

app_name = "social"
_V1 = "spdci/v1.0.0/registry"
urlpatterns = [
    path(".well-known/jwks.json", api.jwks, name="jwks"),
    path("oauth2/client/token", api.token, name="token"),
    path(f"{_V1}/search", api.search, name="search"),
    path(f"{_V1}/sync/search", api.sync_search, name="sync_search"),
    path(f"{_V1}/txn/status", api.txn_status, name="txn_status"),
    path(f"{_V1}/sync/txn/status", api.sync_txn_status, name="sync_txn_status"),
    path(f"{_V1}/subscribe", api.subscribe, name="subscribe"),
    path(f"{_V1}/unsubscribe", api.unsubscribe, name="unsubscribe"),
    # what other registries answer us
    path(f"{_V1}/on-search", answers.on_search, name="on_search"),
    path(f"{_V1}/txn/on-status", answers.on_status, name="on_status"),
    path(f"{_V1}/on-subscribe", answers.on_subscribe, name="on_subscribe"),
    path(f"{_V1}/on-unsubscribe", answers.on_unsubscribe, name="on_unsubscribe"),
    path(f"{_V1}/notify", answers.notify, name="notify"),
]
