"""The whole database schema: one file per table family (four stores, design.md section 5)."""

from survey_app.models.answers import (
    AnswerCount,
    CoverOpened,
    ImportedToken,
    OpenAnswer,
    PairCount,
    PatternCount,
    Response,
    ResponseCount,
    ScoreCount,
)
from survey_app.models.contacts import CallNote, CallOutcome, Contact, MessageReply
from survey_app.models.drafts import Draft, InboxItem
from survey_app.models.evidence import EvidenceDocument
from survey_app.models.heartbeat import Heartbeat
from survey_app.models.invitations import (
    Access,
    Dispatch,
    Invitation,
    LinkConsent,
    Message,
    OpenLink,
    OwnText,
    ReminderScheme,
    Told,
)
from survey_app.models.organisations import (
    Membership,
    Organisation,
    Passkey,
    Population,
    RecoveryCode,
    StaffAccount,
    StaffLink,
    StaffSession,
    Wave,
    WaveQuestionnaire,
)
from survey_app.models.paper import PaperCheck
from survey_app.models.publication import (
    Document,
    EditionSubject,
    Figure,
    Judgement,
    OutsideFigure,
    Snapshot,
)
from survey_app.models.separate import NeedsResponse, Recontact

__all__ = [
    "Access",
    "AnswerCount",
    "CallNote",
    "CallOutcome",
    "Contact",
    "CoverOpened",
    "Dispatch",
    "Document",
    "Draft",
    "EditionSubject",
    "EvidenceDocument",
    "Figure",
    "Heartbeat",
    "ImportedToken",
    "InboxItem",
    "Invitation",
    "Judgement",
    "LinkConsent",
    "Membership",
    "Message",
    "MessageReply",
    "NeedsResponse",
    "OpenAnswer",
    "OpenLink",
    "Organisation",
    "OutsideFigure",
    "OwnText",
    "PairCount",
    "PaperCheck",
    "Passkey",
    "PatternCount",
    "Population",
    "Recontact",
    "RecoveryCode",
    "ReminderScheme",
    "Response",
    "ResponseCount",
    "ScoreCount",
    "Snapshot",
    "StaffAccount",
    "StaffLink",
    "StaffSession",
    "Told",
    "Wave",
    "WaveQuestionnaire",
]
