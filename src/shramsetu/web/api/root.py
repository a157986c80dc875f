"""The one API: its routers are those of the packages."""

from ninja import NinjaAPI

from shramsetu.bonded.api import router as informations
from shramsetu.grievances.api import public, router
from shramsetu.hearings.api import router as matters
from shramsetu.hearings.api_lists import router as cause_lists
from shramsetu.monitoring.api import router as targets
from shramsetu.monitoring.works.api import router as works
from shramsetu.schemes.api import router as claims
from shramsetu.web.api import bearer, errors
from shramsetu.workers.api import router as registrations

api = NinjaAPI(
    title="Shram Setu",
    version="1",
    description="श्रम सेतु: शिकायत दर्ज करें, स्थिति देखें, कार्रवाई करें। Register, follow and act on complaints.",
    urls_namespace="api",
    docs_url=None,
)
errors.install(api)
api.add_router("", public)
api.add_router("/grievances", router, auth=bearer.Bearer())
api.add_router("/bonded/informations", informations, auth=bearer.Bearer())
api.add_router("/matters", matters, auth=bearer.Bearer())
api.add_router("/cause-lists", cause_lists)
api.add_router("/claims", claims, auth=bearer.Bearer())
api.add_router("/workers/registrations", registrations, auth=bearer.Bearer())
api.add_router("/targets", targets, auth=bearer.Bearer())
api.add_router("/works", works, auth=bearer.Bearer())
