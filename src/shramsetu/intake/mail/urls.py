from django.urls import path

from shramsetu.intake.mail.views import answering, sorting

urlpatterns = [
    path("mail/", sorting.listed, name="mails"),
    path("mail/<int:pk>/", sorting.one, name="mail"),
    path("mail/<int:pk>/join/", sorting.join, name="join_mail"),
    path("mail/<int:pk>/release/", sorting.release, name="release_mail"),
    path("mail/<int:pk>/put-away/", sorting.put_away, name="put_away_mail"),
    path("mail/<int:pk>/reachable/", sorting.reachable, name="reachable_mail"),
    path("case/<str:number>/part/<int:pk>/", answering.part, name="part_mail"),
    path("case/<str:number>/answer/<int:pk>/", answering.answer, name="answer_mail"),
]
