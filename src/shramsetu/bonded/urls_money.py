"""Addresses of money, below /desk/bonded/money/."""

from django.urls import path

from shramsetu.bonded.views import amends, bank, claims, funds, money, paying

urlpatterns = [
    path("", money.money, name="money"),
    path("unpaid/", money.unpaid_list, name="unpaid"),
    path("person/<str:code>/", money.person, name="ledger"),
    path("person/<str:code>/account/", paying.account, name="money_account"),
    path("person/<str:code>/facts/", paying.facts, name="money_facts"),
    path("person/<str:code>/override/", paying.override, name="money_override"),
    path("person/<str:code>/new/", paying.new_item, name="money_new"),
    path("payment/<int:pk>/<slug:verb>/", paying.pay, name="pay"),
    path("before/<int:pk>/confirm/", amends.confirm_before, name="confirm_before"),
    path("account/<int:pk>/check/", paying.check, name="check_account"),
    path("files/", bank.bank_files, name="bank_files"),
    path("files/make/<int:lgd>/", bank.make_file, name="make_file"),
    path("files/<str:number>/", bank.bank_file, name="bank_file"),
    path("files/<str:number>/csv/", bank.take_file, name="take_file"),
    path("files/<str:number>/untaken/", amends.untaken_file, name="untaken_file"),
    path("statements/", bank.statements_page, name="statements"),
    path("statements/<int:pk>/", bank.statement, name="bank_statement"),
    path("statements/<int:pk>/errors/", bank.statement_errors, name="statement_errors"),
    path("funds/", funds.funds, name="funds"),
    path("funds/<int:lgd>/", funds.fund, name="fund"),
    path("funds/<int:lgd>/open/", funds.open_fund, name="open_fund"),
    path("funds/<int:lgd>/receive/", funds.receive, name="receive_fund"),
    path("claims/", claims.claims, name="claims"),
    path("claims/make/<int:lgd>/", claims.make_claim, name="make_claim"),
    path("claims/<str:number>/", claims.claim, name="claim"),
    path("claims/<str:number>/xlsx/", claims.claim_xlsx, name="claim_xlsx"),
    path("claims/<str:number>/pdf/", claims.claim_pdf, name="claim_pdf"),
    path("claims/<str:number>/forward/", claims.forward, name="claim_forward"),
    path("claims/<str:number>/received/", claims.received, name="claim_received"),
]
