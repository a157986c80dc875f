from django.urls import path

from shramsetu.bonded.views import own, packet, public, verify

app_name = "bandhua"
urlpatterns = [
    path("soochna/", public.tell, name="tell"),
    path("soochna/sthiti/", public.status, name="status"),
    path("soochna/<str:number>/", public.told, name="told"),
    path("packet/<str:token>/", packet.packet, name="packet"),
    path("mera/", own.start, name="own_start"),
    path("mera/<str:token>/", own.page, name="own"),
    path("mera/<str:token>/code/", own.send, name="own_code"),
    path("mera/<str:token>/band/", own.close, name="own_close"),
    path("mera/<str:token>/nahin-mila/<int:pk>/", own.not_received, name="own_not_received"),
    path("mera/<str:token>/purana/<int:pk>/", own.not_received_before, name="own_before"),
    path("praman/<str:token>/", verify.certificate, name="verify"),
]
