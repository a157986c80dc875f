"""Pages of reviews, below /desk/monitoring/."""

from django.urls import path

from shramsetu.monitoring.reviews.views import calendar, decisions, live, review, today

urlpatterns = [
    path("today/", today.today, name="today"),
    path("today/remark/", today.remark, name="today_remark"),
    path("today/morning/<str:on>.pdf", today.morning, name="morning"),
    path("reviews/", calendar.reviews, name="reviews"),
    path("reviews/call/", calendar.call, name="call_review"),
    path("reviews/decisions/", decisions.mine, name="my_decisions"),
    path("reviews/put-off/", decisions.put_off, name="put_off"),
    path("reviews/tracker.csv", decisions.tracker, name="review_tracker"),
    path("reviews/<int:pk>/", review.review, name="review"),
    path("reviews/<int:pk>/answer/<int:item>/", review.answer, name="review_answer"),
    path("reviews/<int:pk>/lay/", review.lay, name="review_lay"),
    path("reviews/<int:pk>/arrange/", review.arrange, name="review_arrange"),
    path("reviews/<int:pk>/cancel/", review.cancel, name="review_cancel"),
    path("reviews/<int:pk>/begin/", live.begin, name="review_begin"),
    path("reviews/<int:pk>/decide/", live.decide, name="review_decide"),
    path("reviews/<int:pk>/end/", live.end, name="review_end"),
    path("reviews/<int:pk>/minutes/", live.minutes, name="review_minutes"),
]
