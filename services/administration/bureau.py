"""All that the house's own desk does, made once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.administration.annulment import Annulments
from services.administration.approvals import Approvals
from services.administration.auctioneers import Auctioneers
from services.administration.auctions import AuctionActs
from services.administration.board import Board
from services.administration.examination import Examination
from services.administration.flags import FlagReviews
from services.administration.person_sheets import PersonSheets
from services.administration.question_acts import QuestionActs
from services.administration.records import AuditLog
from services.administration.sheets import AuctionSheets
from services.administration.tables import Tables
from services.administration.users import UserActs
from services.administration.withdrawals import WithdrawalSheets
from services.catalogue.drawers import Drawers
from services.housekeeping import Housekeeping
from services.housekeeping.handling import Handling
from services.payments.payouts import Payouts
from services.reports import Reports

if TYPE_CHECKING:
    from services.bootstrap import Services


class Administration:
    """The services of the desk, each for those with its right."""

    def __init__(self, house: Services) -> None:
        database, clock = house.database, house.clock
        self.tables = Tables(database, clock)
        self.approvals = Approvals(database, clock, house.sessions)
        self.annulments = Annulments(
            database, self.approvals, house.conduct.retractions, house.sessions
        )
        self.payouts = Payouts(database, clock, self.approvals, house.herald, house.sessions)
        self.flags = FlagReviews(database, clock)
        self.questions = QuestionActs(database, clock, house.herald)
        self.board = Board(database, clock, self.approvals)
        self.audit_log = AuditLog(database)
        self.reports = Reports(database)
        self.auctioneers = Auctioneers(database, clock)
        self.examination = Examination(database)
        self.person_sheets = PersonSheets(database, house.sessions)
        self.user_acts = UserActs(database, clock, house.herald, house.sessions)
        self.withdrawals = WithdrawalSheets(database)
        self.auction_sheets = AuctionSheets(database, clock, house.closing, house.sessions)
        self.auction_acts = AuctionActs(
            database, clock, house.closing, house.herald, house.sessions
        )
        self.settings = Housekeeping(database, clock, house.sessions)
        self.handling = Handling(database, clock, house.herald, house.sessions)
        self.drawers = Drawers(database)
