"""Every table of the house: the seed's names in the database, the trade's names in Python."""

from models.aftersale import Delivery, Offer, Strike
from models.auctions import Auction, Extension, LegalInfo
from models.bids import Bid, Bidder, BidIntent, Declaration
from models.catalog import (
    Category,
    CategoryTechnicalFeature,
    DroppedImage,
    Image,
    TechnicalFeature,
    TechnicalFeatureValue,
)
from models.charging import Charge, Discrepancy, GatewayEvent, Transfer
from models.clients import ApiToken
from models.conduct import AnnulledIntent, Annulment, Flag, Rating, Withdrawal
from models.desk import Approval
from models.finding import (
    KnownWord,
    LotChange,
    LotWords,
    Publication,
    SavedSearch,
    SearchFind,
)
from models.floor import Announcement
from models.handling import HandlerFailure
from models.house import AuditHead, AuditRecord, Heartbeat, Outage, Outbox, Session, Throttle
from models.housekeeping import HouseVersion
from models.identity import (
    Consent,
    DeletionRequest,
    Identity,
    Mail,
    PostalCode,
    RecoveryCode,
    Token,
    TotpSecret,
)
from models.lookups import (
    CaseKind,
    CaseType,
    FeeScheduleRow,
    IncrementStep,
    Method,
    PaymentMethod,
    PaymentState,
    PaymentStatus,
    ProductStatus,
    Status,
)
from models.money import Hold, LedgerEntry, LedgerTransaction, Payment
from models.news import Notification, Push, PushSubscription
from models.people import Address, LegalPerson, PhysicalPerson, Settings, User
from models.questions import Question
from models.record import RecordFact, RecordSignature, SigningKey
from models.selling import Auctioneer, Draft, Role
from models.watching import Watch

__all__ = [
    "Address",
    "Announcement",
    "AnnulledIntent",
    "Annulment",
    "ApiToken",
    "Approval",
    "Auction",
    "Auctioneer",
    "AuditHead",
    "AuditRecord",
    "Bid",
    "BidIntent",
    "Bidder",
    "CaseKind",
    "CaseType",
    "Category",
    "CategoryTechnicalFeature",
    "Charge",
    "Consent",
    "Declaration",
    "DeletionRequest",
    "Delivery",
    "Discrepancy",
    "Draft",
    "DroppedImage",
    "Extension",
    "FeeScheduleRow",
    "Flag",
    "GatewayEvent",
    "HandlerFailure",
    "Heartbeat",
    "Hold",
    "HouseVersion",
    "Identity",
    "Image",
    "IncrementStep",
    "KnownWord",
    "LedgerEntry",
    "LedgerTransaction",
    "LegalInfo",
    "LegalPerson",
    "LotChange",
    "LotWords",
    "Mail",
    "Method",
    "Notification",
    "Offer",
    "Outage",
    "Outbox",
    "Payment",
    "PaymentMethod",
    "PaymentState",
    "PaymentStatus",
    "PhysicalPerson",
    "PostalCode",
    "ProductStatus",
    "Publication",
    "Push",
    "PushSubscription",
    "Question",
    "Rating",
    "RecordFact",
    "RecordSignature",
    "RecoveryCode",
    "Role",
    "SavedSearch",
    "SearchFind",
    "Session",
    "Settings",
    "SigningKey",
    "Status",
    "Strike",
    "TechnicalFeature",
    "TechnicalFeatureValue",
    "Throttle",
    "Token",
    "TotpSecret",
    "Transfer",
    "User",
    "Watch",
    "Withdrawal",
]
