"""Every address of the site, grouped by the room it opens into."""

from django.urls import URLPattern, URLResolver, include, path

from shramsetu.web.api import api
from shramsetu.web.views import health, style, stylesheet

handler400 = "shramsetu.web.views.errors.bad_request"
handler404 = "shramsetu.web.views.errors.not_found"
urlpatterns: list[URLPattern | URLResolver] = [
    # for machines
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.prometheus, name="metrics"),
    path("api/v1/", api.urls),
    # the desk, and the office behind it
    path("", include("shramsetu.offices.urls")),
    path("desk/", include("shramsetu.casework.urls")),
    path("desk/", include("shramsetu.grievances.urls")),
    path("desk/bonded/", include("shramsetu.bonded.urls")),
    path("desk/hearings/", include("shramsetu.hearings.urls")),
    path("desk/schemes/", include("shramsetu.schemes.urls_schemes")),
    path("desk/claims/", include("shramsetu.schemes.urls_claims")),
    path("desk/workers/", include("shramsetu.workers.urls_registry")),
    path("desk/workers/", include("shramsetu.workers.urls_dealings")),
    path("desk/workers/", include("shramsetu.workers.urls")),
    path("desk/payments/", include("shramsetu.schemes.urls_money")),
    path("desk/", include("shramsetu.intake.urls")),
    path("desk/monitoring/", include("shramsetu.monitoring.urls")),
    path("desk/families/", include("shramsetu.workers.urls_families")),
    path("desk/helpline/", include("shramsetu.helpline.urls")),
    path("desk/bridges/", include("shramsetu.bridges.urls")),
    # the look: languages, a room's CSS, every component (demo and debug only)
    path("i18n/", include("django.conf.urls.i18n")),
    path("assets/<slug:room>.<slug:digest>.css", stylesheet.stylesheet, name="stylesheet"),
    path("style/", style.style, name="style"),
    path("style/<slug:page>/", style.style, name="style_page"),
    path("desk/figures/", include("shramsetu.insight.urls")),
    path("desk/privacy/", include("shramsetu.privacy.urls")),
    # papers and photographs; delivery reports and the demo's tray
    path("files/", include("shramsetu.files.urls")),
    path("", include("shramsetu.messages.urls")),
    # other registries: the social-registry interface
    path("", include("shramsetu.workers.urls_social")),
    # civic programs: Open311 GeoReport
    path("112/", include("shramsetu.bridges.e112.urls")),
    path("whatsapp/", include("shramsetu.bridges.whatsapp.urls")),
    path("open311/v2/", include("shramsetu.bridges.open311.urls")),
    # what is written without a network
    path("offline/", include("shramsetu.offline.urls")),
    path("offline/", include("shramsetu.intake.camps.urls_offline")),
    path("offline/", include("shramsetu.monitoring.works.urls_offline")),
    path("offline/", include("shramsetu.bonded.urls_offline")),
    # meetings by video
    path("baithak/", include("shramsetu.rooms.urls")),
    # everybody's pages of bonded labour
    path("bandhua/", include("shramsetu.bonded.urls_public")),
    # everybody's pages of buildings
    path("nirman/", include("shramsetu.monitoring.works.urls_public")),
    # everybody's pages of the registry of workers
    path("shramik/card/", include("shramsetu.workers.urls_cards")),
    path("shramik/mera/", include("shramsetu.workers.urls_own")),
    # matters before labour courts and authorities
    path("sunvai/", include("shramsetu.hearings.urls_public")),
    path("vaad/", include("shramsetu.hearings.urls_board")),
    # claims of benefits, by a proved phone
    path("yojana/", include("shramsetu.schemes.urls_public")),
    path("shramik/", include("shramsetu.workers.urls_public")),
    # the portal: everybody's pages, at the root
    path("", include("shramsetu.portal.urls")),
]
