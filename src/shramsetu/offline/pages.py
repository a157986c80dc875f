"""The empty page of a kit, which a device keeps: nobody's data is on it, what it shows lies locked on the device."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe


def page(address: str, template: str) -> URLPattern:
    """Return the address of a kit's page; who may have the kit is asked when it is loaded."""

    @require_safe
    def show(request: HttpRequest) -> HttpResponse:
        return render(request, template)

    return path(address, show, name="page")
