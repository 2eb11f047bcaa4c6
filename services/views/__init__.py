"""What a screen may see: frozen pictures of rooms, lots, cards and people, never table rows.

Amounts are `Decimal` reais, instants aware UTC. `as_message()` gives the same facts as JSON-ready
values: amounts as strings with two decimals, instants as epoch milliseconds.
"""

from services.catalogue.features import FeatureRule
from services.finding.question import Question, Wish, limits_of, usual_sort
from services.people.rights import Right
from services.views.access import (
    AppKey,
    CompletionForm,
    IdentityView,
    MailView,
    ProofView,
    SecondFactorView,
    SecondStepView,
    SessionView,
    SignUpForm,
)
from services.views.activity import TABS, ActivityView, MyBid, OfferCard
from services.views.aftersale import (
    AftermathView,
    DiscrepancyView,
    OfferLine,
    OfferView,
    RunnerUp,
)
from services.views.catalogue import CategoryNode
from services.views.clients import LIFETIMES, SCOPES, ApiTokenView, KnownAs, NewApiToken
from services.views.conduct import (
    LONGEST_REASON,
    SELLER_TABS,
    DraftLine,
    Happening,
    OwnLot,
    OwnLotPage,
    OwnLots,
    PricePoint,
)
from services.views.desk import BoardLine, Finding
from services.views.figures import LiveFigures, Queue
from services.views.finding import Choice, Facets, FeatureFacet, Listing, SavedSearchView
from services.views.lots import (
    CardView,
    CategoryView,
    Feature,
    FirstPage,
    Legal,
    LotView,
    SellerView,
    Watch,
)
from services.views.news import MOST_COUNTED, NewsList, NewsView
from services.views.people import (
    AddressView,
    ConsentLine,
    NewsKind,
    PrivacyView,
    ProfileView,
    SettingsView,
)
from services.views.photos import (
    LONGEST_ALT,
    MOST_PHOTOS,
    DraftPhotos,
    Photo,
    UploadedPhoto,
)
from services.views.questions import (
    LONGEST_ANSWER,
    LONGEST_QUESTION,
    QuestionsView,
    QuestionView,
)
from services.views.record import BidderReceipt, LotRecord, RecordHead, SignedHead
from services.views.records import (
    MessageLine,
    MessageList,
    MessageView,
    PaymentHistory,
    PaymentStep,
)
from services.views.reports import (
    GROUPINGS,
    LONGEST,
    Report,
    ReportLine,
    ReportQuestion,
)
from services.views.rooms import Answer, BidRow, ExtensionRow, Label, Personal, PublicRoom, RoomView
from services.views.sales import ChargeView, DeliveryView, PartyView, SalesView, SaleView
from services.views.selling import DraftView
from services.views.tables import Kind, TableAsk, TableColumn, TableView
from services.views.values import LARGEST, NO_BREAK, milliseconds, parse_amount
from services.views.visitors import COMFORT_WISHES, TEXT_SIZES, Comfort, House, Visitor
from services.views.wallets import (
    KINDS,
    HoldLine,
    StatementFilter,
    StatementLine,
    TopUpView,
    WaitingLine,
    WalletView,
    WithdrawalForm,
    WithdrawalView,
)

__all__ = [
    "COMFORT_WISHES",
    "GROUPINGS",
    "KINDS",
    "LARGEST",
    "LIFETIMES",
    "LONGEST",
    "LONGEST_ALT",
    "LONGEST_ANSWER",
    "LONGEST_QUESTION",
    "LONGEST_REASON",
    "MOST_COUNTED",
    "MOST_PHOTOS",
    "NO_BREAK",
    "SCOPES",
    "SELLER_TABS",
    "TABS",
    "TEXT_SIZES",
    "ActivityView",
    "AddressView",
    "AftermathView",
    "Answer",
    "ApiTokenView",
    "AppKey",
    "BidRow",
    "BidderReceipt",
    "BoardLine",
    "CardView",
    "CategoryNode",
    "CategoryView",
    "ChargeView",
    "Choice",
    "Comfort",
    "CompletionForm",
    "ConsentLine",
    "DeliveryView",
    "DiscrepancyView",
    "DraftLine",
    "DraftPhotos",
    "DraftView",
    "ExtensionRow",
    "Facets",
    "Feature",
    "FeatureFacet",
    "FeatureRule",
    "Finding",
    "FirstPage",
    "Happening",
    "HoldLine",
    "House",
    "IdentityView",
    "Kind",
    "KnownAs",
    "Label",
    "Legal",
    "Listing",
    "LiveFigures",
    "LotRecord",
    "LotView",
    "MailView",
    "MessageLine",
    "MessageList",
    "MessageView",
    "MyBid",
    "NewApiToken",
    "NewsKind",
    "NewsList",
    "NewsView",
    "OfferCard",
    "OfferLine",
    "OfferView",
    "OwnLot",
    "OwnLotPage",
    "OwnLots",
    "PartyView",
    "PaymentHistory",
    "PaymentStep",
    "Personal",
    "Photo",
    "PricePoint",
    "PrivacyView",
    "ProfileView",
    "ProofView",
    "PublicRoom",
    "Question",
    "QuestionView",
    "QuestionsView",
    "Queue",
    "RecordHead",
    "Report",
    "ReportLine",
    "ReportQuestion",
    "Right",
    "RoomView",
    "RunnerUp",
    "SaleView",
    "SalesView",
    "SavedSearchView",
    "SecondFactorView",
    "SecondStepView",
    "SellerView",
    "SessionView",
    "SettingsView",
    "SignUpForm",
    "SignedHead",
    "StatementFilter",
    "StatementLine",
    "TableAsk",
    "TableColumn",
    "TableView",
    "TopUpView",
    "UploadedPhoto",
    "Visitor",
    "WaitingLine",
    "WalletView",
    "Watch",
    "Wish",
    "WithdrawalForm",
    "WithdrawalView",
    "limits_of",
    "milliseconds",
    "parse_amount",
    "usual_sort",
]
