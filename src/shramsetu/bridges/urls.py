"""The desk's pages of other systems; each door has a module of its own."""

from shramsetu.bridges.cpgrams import urls as cpgrams
from shramsetu.bridges.igrs import urls as igrs
from shramsetu.bridges.webhooks import urls as webhooks
from shramsetu.bridges.whatsapp import urls_desk as whatsapp

app_name = "bridges"
urlpatterns = [*webhooks.urlpatterns, *igrs.urlpatterns, *cpgrams.urlpatterns, *whatsapp.urlpatterns]
