"""Old registers: to send, to look at, to write, to correct."""

from django.urls import path

from shramsetu.bonded.views import registers

urlpatterns = [
    path("registers/", registers.home, name="registers"),
    path("registers/template.xlsx", registers.template, name="register_template"),
    path("registers/<int:pk>/", registers.register, name="register"),
    path("registers/<int:pk>/write/", registers.write, name="write_register"),
    path("registers/<int:pk>/errors.xlsx", registers.errors, name="register_errors"),
]
