"""Who a freed person is: to see, to find, by leave, in an emergency."""

from django.urls import path

from shramsetu.bonded.views import reading

urlpatterns = [
    path("who/search/", reading.search, name="search"),
    path("who/emergency/", reading.break_glass, name="glass"),
    path("who/emergency/reviews/", reading.reviews, name="glass_reviews"),
    path("who/emergency/<int:pk>/review/", reading.review, name="glass_review"),
    path("who/leave/<int:pk>/end/", reading.end, name="end_leave"),
    path("who/<slug:code>/", reading.reveal, name="reveal"),
    path("who/<slug:code>/leave/", reading.leaves, name="leaves"),
]
