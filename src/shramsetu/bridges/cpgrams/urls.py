"""The desk's pages of CPGRAMS."""

from django.urls import path

from shramsetu.bridges.cpgrams import views

urlpatterns = [
    path("cpgrams/", views.listed, name="cpgrams"),
    path("cpgrams/files/<int:pk>/", views.file, name="cpgrams_file"),
    path("cpgrams/files/<int:pk>/begin/", views.begin, name="cpgrams_begin"),
    path("cpgrams/template.<slug:form>", views.template, name="cpgrams_template"),
    path("cpgrams/reports/", views.reports, name="cpgrams_reports"),
    path("cpgrams/reports/<int:pk>/", views.report, name="cpgrams_report"),
    path("cpgrams/differences/", views.differences, name="cpgrams_differences"),
]
