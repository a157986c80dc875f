"""Addresses below desk/workers/: the registry for officers, counters and stewards."""

from django.urls import path

from shramsetu.workers.views import counter, outages, worker

app_name = "workers"
urlpatterns = [
    path("new/", counter.new, name="new"),
    path("sent/<str:number>/", counter.sent, name="sent"),
    path("sent/<str:number>/receipt/", counter.receipt, name="receipt"),
    path("sent/<str:number>/order/", counter.order, name="order"),
    path("sent/<str:number>/pay/", counter.pay, name="pay"),
    path("outages/", outages.outages, name="outages"),
    path("<str:number>/", worker.page, name="worker"),
    path("<str:number>/phone/", worker.reveal, name="reveal"),
    path("<str:number>/renew/<slug:board>/", worker.renew, name="renew"),
    path("<str:number>/card/<slug:board>/", worker.card, name="card"),
    path("<str:number>/fee/<int:pk>/", worker.fee, name="fee"),
    path("<str:number>/<slug:tab>/", worker.page, name="worker_tab"),
]
