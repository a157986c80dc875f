from django.urls import path

from shramsetu.bonded.views import packet, public, verify

app_name = "bandhua"
urlpatterns = [
    path("soochna/", public.tell, name="tell"),
    path("soochna/sthiti/", public.status, name="status"),
    path("soochna/<str:number>/", public.told, name="told"),
    path("packet/<str:token>/", packet.packet, name="packet"),
    path("praman/<str:token>/", verify.certificate, name="verify"),
]
