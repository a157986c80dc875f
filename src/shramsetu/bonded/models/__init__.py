"""Tables of bonded labour, one file an area. What identifies a person lies encrypted; rows carry the code name."""

from shramsetu.bonded.models.aftercare import (
    Repeat,
    RiskNote,
    Visit,
)
from shramsetu.bonded.models.bank import (
    BankEntry,
    BankFile,
    Statement,
    StatementRow,
)
from shramsetu.bonded.models.certificates import (
    Certificate,
    PaperBody,
    Scan,
)
from shramsetu.bonded.models.committees import (
    AgendaItem,
    Attendance,
    Committee,
    Meeting,
    MeetingAction,
    Seat,
)
from shramsetu.bonded.models.duties import (
    BondedDuty,
)
from shramsetu.bonded.models.fund import (
    Claim,
    ClaimItem,
    ClaimReceipt,
    FundLine,
)
from shramsetu.bonded.models.intake import (
    Accused,
    Information,
    Operation,
    Seizure,
    Site,
    TeamMember,
)
from shramsetu.bonded.models.justice import (
    Hearing,
    Track,
    TrackAccused,
    TrackPerson,
)
from shramsetu.bonded.models.money import (
    Account,
    Entitlement,
    Payment,
    PaymentLine,
    Receipt,
)
from shramsetu.bonded.models.offices import (
    Counter,
    Delegation,
)
from shramsetu.bonded.models.orders import FirDecision, Order
from shramsetu.bonded.models.papers import (
    Paper,
)
from shramsetu.bonded.models.reading import (
    Opening,
    SurvivorKeys,
)
from shramsetu.bonded.models.register import PaidBefore, Register, RegisterRow
from shramsetu.bonded.models.rehabilitation import (
    Plan,
    PlanLine,
    Proof,
)
from shramsetu.bonded.models.surveys import Filing, Survey
from shramsetu.bonded.models.survivors import (
    Bondage,
    Finding,
    Household,
    StatementVersion,
    Survivor,
)
from shramsetu.bonded.models.transfers import (
    Chase,
    ChaseLetter,
    Consent,
    EscortCall,
    Handed,
    Journey,
    Packet,
    PacketView,
    Transfer,
    Traveller,
)

__all__ = [
    "Account",
    "Accused",
    "AgendaItem",
    "Attendance",
    "BankEntry",
    "BankFile",
    "Bondage",
    "BondedDuty",
    "Certificate",
    "Chase",
    "ChaseLetter",
    "Claim",
    "ClaimItem",
    "ClaimReceipt",
    "Committee",
    "Consent",
    "Counter",
    "Delegation",
    "Entitlement",
    "EscortCall",
    "Filing",
    "Finding",
    "FirDecision",
    "FundLine",
    "Handed",
    "Hearing",
    "Household",
    "Information",
    "Journey",
    "Meeting",
    "MeetingAction",
    "Opening",
    "Operation",
    "Order",
    "Packet",
    "PacketView",
    "PaidBefore",
    "Paper",
    "PaperBody",
    "Payment",
    "PaymentLine",
    "Plan",
    "PlanLine",
    "Proof",
    "Receipt",
    "Register",
    "RegisterRow",
    "Repeat",
    "RiskNote",
    "Scan",
    "Seat",
    "Seizure",
    "Site",
    "Statement",
    "StatementRow",
    "StatementVersion",
    "Survey",
    "Survivor",
    "SurvivorKeys",
    "TeamMember",
    "Track",
    "TrackAccused",
    "TrackPerson",
    "Transfer",
    "Traveller",
    "Visit",
]
