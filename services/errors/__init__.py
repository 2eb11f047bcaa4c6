"""Everything the house refuses, each with the code a machine reads and the message a person reads.

DomainError
├── NotLoggedIn                     401
├── BadToken                        401   an API token that lets nobody in
├── Forbidden                       403
├── ScopeNeeded                     403   an API token that was made for something else
├── NotFound                        404
├── BadInput                        422   a field that cannot be read
│   ├── BadAmount                   422   not a sum of money
│   ├── BadField                    422   one field of a form, by its name
│   └── BadForm                     422   all the fields of a form that are wrong
├── TokenRefused                    400   a link of a mail that opens nothing (any more)
├── AlreadyMember                   409   e-mail or document has an account; which is never said
├── NotVouched                      400   another house's word that lets nobody in
│   └── NobodyVouches               503   the other house does not answer
├── WrongCredentials                401
├── SecondStepNeeded                401   the password was right, the second factor is awaited
├── ProofNeeded                     401   logged in, and must prove again who is there
├── TooManyAttempts                 429
├── TooManyRequests                 429   of a client: more at once than is heard
├── KeyReused                       422   of a client: one key for two different bids
├── TooManyRooms · TooManySockets   429   of a client: more than it may hold
├── LastWayIn                       409   without it nobody could come in to the account
├── AccountIncomplete               409   nobody's document is known, and money has an owner
├── SaleRefused                     409   a step of a sale that cannot be taken (any more)
├── ConductRefused                  409   a lot, a bid or a rating that cannot be taken (back)
├── QuestionRefused                 409   what cannot be asked or answered (any more)
├── FloorRefused                    409   what an auctioneer cannot do with a lot now
├── SellingRefused                  409   a lot that cannot be put up for sale, or changed, now
├── PhotoRefused                    409   one photo too many, or one that is not there (any more)
├── PhotosBusy                      503   too many photos are being developed
├── NoRoomForPhotos                 507   where photos are kept cannot keep another now
├── DeletionBlocked                 409   an account with something unsettled stays
├── Overtaken                       409   decided otherwise meanwhile
├── DeskRefused                     409   an act of the house that cannot be done (any more)
├── Unavailable                     503   the answer is unknown: do not repeat, ask again
│   └── Overloaded                  503   the database was too slow, busy or away
├── UnderMaintenance                503   the house is working on this page or door
└── BidRefused                      409
    ├── NotOpen · AuctionClosed · NotQualified · Impeded
    ├── NotAboveOwnMaximum · BidTooLow · OverLimit · NeedsConfirmation
"""

from services.errors.base import (
    BadAmount,
    BadField,
    BadForm,
    BadInput,
    BadToken,
    DomainError,
    Forbidden,
    KeyReused,
    NotFound,
    NotLoggedIn,
    Overloaded,
    Overtaken,
    ScopeNeeded,
    TooManyAttempts,
    TooManyRequests,
    TooManyRooms,
    TooManySockets,
    Unavailable,
    UnderMaintenance,
)
from services.errors.bids import (
    AuctionClosed,
    BidRefused,
    BidTooLow,
    Impeded,
    NeedsConfirmation,
    NotAboveOwnMaximum,
    NotOpen,
    NotQualified,
    OverLimit,
)
from services.errors.lots import (
    ConductRefused,
    DeskRefused,
    FloorRefused,
    NoRoomForPhotos,
    PhotoRefused,
    PhotosBusy,
    QuestionRefused,
    SaleRefused,
    SellingRefused,
)
from services.errors.people import (
    AccountIncomplete,
    AlreadyMember,
    DeletionBlocked,
    LastWayIn,
    NobodyVouches,
    NotVouched,
    ProofNeeded,
    SecondStepNeeded,
    TokenRefused,
    WrongCredentials,
)

__all__ = [
    "AccountIncomplete",
    "AlreadyMember",
    "AuctionClosed",
    "BadAmount",
    "BadField",
    "BadForm",
    "BadInput",
    "BadToken",
    "BidRefused",
    "BidTooLow",
    "ConductRefused",
    "DeletionBlocked",
    "DeskRefused",
    "DomainError",
    "FloorRefused",
    "Forbidden",
    "Impeded",
    "KeyReused",
    "LastWayIn",
    "NeedsConfirmation",
    "NoRoomForPhotos",
    "NobodyVouches",
    "NotAboveOwnMaximum",
    "NotFound",
    "NotLoggedIn",
    "NotOpen",
    "NotQualified",
    "NotVouched",
    "OverLimit",
    "Overloaded",
    "Overtaken",
    "PhotoRefused",
    "PhotosBusy",
    "ProofNeeded",
    "QuestionRefused",
    "SaleRefused",
    "ScopeNeeded",
    "SecondStepNeeded",
    "SellingRefused",
    "TokenRefused",
    "TooManyAttempts",
    "TooManyRequests",
    "TooManyRooms",
    "TooManySockets",
    "Unavailable",
    "UnderMaintenance",
    "WrongCredentials",
]
