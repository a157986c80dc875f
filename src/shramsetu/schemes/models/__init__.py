"""Tables of schemes, the claims made under them and their money, one file an area."""

from shramsetu.schemes.models.bank import Answer, AnswerRow, Batch, BatchFile, Counter, SharedAccount, Transfer
from shramsetu.schemes.models.claims import Claim
from shramsetu.schemes.models.money import Award, Correction, Deposit, Due, LifeProof, Payee, PayeeAccount
from shramsetu.schemes.models.papers import Draft, Order, Paper
from shramsetu.schemes.models.watching import Aftercall, Eligible, Unclaimed, WhatIf

__all__ = [
    "Aftercall",
    "Answer",
    "AnswerRow",
    "Award",
    "Batch",
    "BatchFile",
    "Claim",
    "Correction",
    "Counter",
    "Deposit",
    "Draft",
    "Due",
    "Eligible",
    "LifeProof",
    "Order",
    "Paper",
    "Payee",
    "PayeeAccount",
    "SharedAccount",
    "Transfer",
    "Unclaimed",
    "WhatIf",
]
