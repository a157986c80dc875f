"""The desk's pages of the doors; each part has a module of its own."""

from shramsetu.intake.camps import urls as camps
from shramsetu.intake.counter import urls as counter
from shramsetu.intake.dak import urls as dak
from shramsetu.intake.mail import urls as mail
from shramsetu.intake.streams import urls as streams

app_name = "intake"
urlpatterns = [
    *dak.urlpatterns,
    *counter.urlpatterns,
    *camps.urlpatterns,
    *mail.urlpatterns,
    *streams.urlpatterns,
]
