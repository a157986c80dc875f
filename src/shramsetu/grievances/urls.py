from django.urls import path

from shramsetu.grievances.views import conduct, papers, register

app_name = "grievances"
urlpatterns = [
    path("register/", register.register, name="register"),
    path("register/caller/", register.caller, name="offer_caller"),
    path("register/categories/", register.categories, name="offer_categories"),
    path("register/places/", register.places, name="offer_places"),
    path("register/posts/", register.posts, name="offer_posts"),
    path("register/alike/", register.alike, name="offer_alike"),
    path("registered/<str:number>/", register.registered, name="registered"),
    path("registered/<str:number>/slip/", papers.slip, name="slip"),
    path("case/<str:number>/sheet.pdf", papers.case_sheet, name="case_sheet"),
    path("case/<str:number>/report.pdf", papers.action_taken, name="action_taken"),
    path("case/<str:number>/letter.pdf", papers.explanation_letter, name="explanation_letter"),
    path("case/<str:number>/explanation/", conduct.call_for_explanation, name="call_for_explanation"),
    path("case/<str:number>/verify/", conduct.verify, name="verify"),
    path("verification/", conduct.verification, name="verification"),
    path("field-list/", papers.field_list, name="field_list"),
    path("meeting-sheet/", papers.meeting_sheet, name="meeting_sheet"),
]
