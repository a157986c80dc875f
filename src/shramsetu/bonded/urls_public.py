from django.urls import path

from shramsetu.bonded.views import packet, public

app_name = "bandhua"
urlpatterns = [
    path("soochna/", public.tell, name="tell"),
    path("soochna/sthiti/", public.status, name="status"),
    path("soochna/<str:number>/", public.told, name="told"),
    path("packet/<str:token>/", packet.packet, name="packet"),
]
