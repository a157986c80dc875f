"""Pages of the accounts desk of a board: what is to be paid, batches, answers, payees, pensions, deposits, proof."""

from django.urls import path

from shramsetu.schemes.views import banking, deposits, lasting, payees, payments

app_name = "payments"
urlpatterns = [
    path("", payments.home, name="home"),
    path("make/", payments.make_all, name="make_all"),
    path("make/<slug:kind>/<int:lgd>/", payments.make, name="make"),
    path("batches/", payments.batches, name="batches"),
    path("batch/<slug:number>/", payments.batch, name="batch"),
    path("batch/<slug:number>/approve/", payments.approve, name="approve"),
    path("batch/<slug:number>/send-back/", payments.refuse, name="refuse"),
    path("batch/<slug:number>/file/", payments.take, name="take"),
    path("batch/<slug:number>/untaken/", payments.untaken, name="untaken"),
    path("answers/", banking.answers, name="answers"),
    path("answer/<int:pk>/", banking.answer, name="answer"),
    path("answer/<int:pk>/open-lines.csv", banking.answer_file, name="answer_file"),
    path("returned/", banking.returned, name="returned"),
    path("returned/<int:pk>/mended/", banking.mend, name="mend"),
    path("shared/", banking.shared, name="shared"),
    path("shared/<int:pk>/", banking.clear, name="clear"),
    path("merged/", banking.merged, name="merged"),
    path("merged/<int:pk>/right/", banking.confirm, name="merged_right"),
    path("payees/", payees.payees, name="payees"),
    path("payee/<int:pk>/account/", payees.account, name="payee_account"),
    path("payee/<int:pk>/check/", payees.check_worker, name="worker_account_check"),
    path("payee/<int:pk>/died/", payees.successors, name="successors"),
    path("payee-account/<int:pk>/check/", payees.check, name="payee_check"),
    path("claim/<str:number>/", payees.claim, name="claim"),
    path("claim/<str:number>/heirs/", payees.heirs, name="heirs"),
    path("pensions/", lasting.pensions, name="pensions"),
    path("pensions/run/", lasting.run, name="pension_run"),
    path("pension/<int:pk>/life/", lasting.life, name="life"),
    path("pension/<int:pk>/spouse/", lasting.pass_on, name="pass_on"),
    path("deposits/", deposits.deposits, name="deposits"),
    path("deposits.<str:form>", deposits.deposits_file, name="deposits_file"),
    path("deposit/<int:pk>/forgo/", deposits.deposit_forgo, name="deposit_forgo"),
    path("deposit/<int:pk>/proof/", deposits.deposit_proof, name="deposit_proof"),
    path("deposit/<int:pk>/check/", deposits.deposit_check, name="deposit_check"),
    path("deposit/<int:pk>/<slug:verb>/", deposits.deposit, name="deposit"),
    path("reconcile/", lasting.reconcile, name="reconcile"),
]
