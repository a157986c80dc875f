"""Addresses of forecast, roster, leave and the reports about agents, under desk/helpline/staffing/."""

from django.urls import path

from shramsetu.helpline.views.staffing import agents, forecast, mine, roster

urlpatterns = [
    path("", forecast.forecast, name="forecast"),
    path("calculator/", forecast.calculator, name="calculator"),
    path("occasions/", forecast.add_occasion, name="add_occasion"),
    path("occasions/<int:pk>/end/", forecast.end_occasion, name="end_occasion"),
    path("roster/", roster.weeks, name="roster_weeks"),
    path("roster/<str:first_on>/", roster.week, name="roster_week"),
    path("roster/<str:first_on>/print/", roster.paper, name="roster_print"),
    path("roster/<str:first_on>/csv/", roster.table, name="roster_csv"),
    path("roster/<str:first_on>/coverage/", roster.coverage, name="roster_coverage"),
    path("roster/<str:first_on>/draw/", roster.draw, name="roster_draw"),
    path("roster/<str:first_on>/publish/", roster.publish, name="roster_publish"),
    path("roster/<str:first_on>/agent/<slug:number>/", roster.agent, name="roster_agent"),
    path("requests/", mine.waiting, name="roster_requests"),
    path("requests/leave/<int:pk>/", mine.decide_leave, name="decide_leave"),
    path("requests/swap/<int:pk>/", mine.decide_swap, name="decide_swap"),
    path("mine/", mine.mine, name="my_shifts"),
    path("mine/shifts.ics", mine.mine_ics, name="my_shifts_ics"),
    path("mine/leave/", mine.ask_leave, name="ask_leave"),
    path("mine/leave/<int:pk>/withdraw/", mine.withdraw_leave, name="withdraw_leave"),
    path("mine/swap/", mine.ask_swap, name="ask_swap"),
    path("mine/swap/<int:pk>/agree/", mine.agree_swap, name="agree_swap"),
    path("mine/swap/<int:pk>/withdraw/", mine.withdraw_swap, name="withdraw_swap"),
    path("agents/", agents.report, name="agents_report"),
    path("agents/csv/", agents.table, name="agents_report_csv"),
]
