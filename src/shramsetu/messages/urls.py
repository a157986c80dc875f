from django.urls import path

from shramsetu.messages.views import bulk, consents, gateway, stuck, tray

app_name = "messages"
urlpatterns = [
    path("messages/dlr/", gateway.delivery_report, name="dlr"),
    path("messages/kannel/report/", gateway.kannel_report, name="kannel_report"),
    path("demo/tray/", tray.tray, name="tray"),
    # many at once
    path("desk/bulk/", bulk.bulks, name="bulks"),
    path("desk/bulk/new/", bulk.new, name="new_bulk"),
    path("desk/bulk/consents/", consents.home, name="consents"),
    path("desk/bulk/<int:pk>/", bulk.bulk, name="bulk"),
    path("desk/bulk/<int:pk>/results.csv", bulk.results, name="bulk_results"),
    path("desk/bulk/<int:pk>/decline/", bulk.decline, name="decline_bulk"),
    path("desk/bulk/<int:pk>/stop/", bulk.stop, name="stop_bulk"),
    path("desk/bulk/<int:pk>/<slug:verb>/", bulk.step, name="step_bulk"),
    # what did not arrive
    path("desk/messages/", stuck.home, name="stuck"),
    path("desk/messages/release/", stuck.release, name="release"),
    path("desk/messages/<uuid:pk>/again/", stuck.again, name="again"),
    path("desk/messages/<uuid:pk>/settle/", stuck.settle, name="settle"),
]
