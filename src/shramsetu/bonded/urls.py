from django.urls import include, path

from shramsetu.bonded import (
    urls_committees,
    urls_later,
    urls_papers,
    urls_reading,
    urls_registers,
    urls_rescue,
    urls_transfers,
)
from shramsetu.bonded.views import duties

app_name = "bonded"
urlpatterns = [
    path("money/", include("shramsetu.bonded.urls_money")),
    path("duties/", duties.mine, name="duties"),
    path("duties/area/", duties.area, name="duties_area"),
    path("duties/area.csv", duties.export, name="duties_csv"),
    path("duties/red/", duties.red, name="duties_red"),
    path("duties/not-possible/", duties.not_possible, name="duties_not_possible"),
    *urls_committees.urlpatterns,
    *urls_reading.urlpatterns,
    *urls_registers.urlpatterns,
    *urls_rescue.urlpatterns,
    path("", include(urls_transfers)),
    path("papers/", include(urls_papers)),
    *urls_later.urlpatterns,
]
