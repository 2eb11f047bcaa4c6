"""The court case of a judicial lot, and what its notice must say before anybody may bid."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_UP, Decimal

from services.errors import BadField
from services.people.fields import bare, parse_choice, parse_text, parse_yes
from services.selling.rules.reading import Fields, parse_instant, parse_percent, parse_prose
from services.selling.rules.times import Times, refuse_rest

LEGAL_TYPES = ("official", "judicial")
CASE_TYPES = ("judicial", "tax")
OCCUPATIONS = ("vacant", "occupied", "unknown", "not_applicable")
_PROCESS = re.compile(r"[0-9]{20}")
_NAME, _PROSE = 255, 4000
_SILENT, _INCAPABLE = Decimal(50), Decimal(80)  # CPC arts. 891 and 896
_CENTAVO = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The lawsuit, in the seed's words."""

    process_number: str
    court: str
    case_type: str
    plaintiff: str
    defendant: str
    judge_name: str
    extra_notes: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What the "edital" says beyond description, commission, site and period (CPC art. 886).

    `second_floor` is the least price on the second date; `minimum_percent` what the judge fixed of
    the appraisal, if anything. Of liens and appeals, and of debts, "none" is said in words.
    """

    appraisal: Decimal
    payment_terms: str
    goods_at: str
    visits: str
    second_date: datetime
    second_floor: Decimal
    minimum_percent: Decimal | None
    incapable: bool
    burdens: str
    occupation: str
    debts: str


def read_case(fields: Fields, kinds: tuple[str, ...] = CASE_TYPES) -> Case | None:
    """Read the lawsuit, of one of these kinds; what is wrong is kept, and None then."""
    before = len(fields.reading.problems)
    number = fields.take(parse_process_number, "process_number")
    line = {"longest": _NAME}
    court, plaintiff, defendant, judge = (
        fields.take(parse_text, name, **line)
        for name in ("court", "plaintiff", "defendant", "judge_name")
    )
    case_type = fields.one_of("case_type", kinds, usual=usual_kind(kinds))
    notes = fields.take(parse_prose, "extra_notes", longest=_PROSE, required=False)
    if len(fields.reading.problems) > before:
        return None
    return Case(
        process_number=number or "",
        court=court or "",
        case_type=case_type,
        plaintiff=plaintiff or "",
        defendant=defendant or "",
        judge_name=judge or "",
        extra_notes=notes or None,
    )


def usual_kind(kinds: tuple[str, ...]) -> str:
    """Give the kind that a case is of where nothing was chosen."""
    return CASE_TYPES[0] if CASE_TYPES[0] in kinds else kinds[0]


def read_notice(fields: Fields, *, opening: Decimal | None, times: Times | None) -> Notice | None:
    """Read what the notice must say, all of it; what is wrong is kept, and None then.

    On the first date nothing goes below the appraisal, on the second nothing below `floor`.
    """
    before = len(fields.reading.problems)
    appraisal = fields.money("appraisal", required=True)
    if appraisal is not None and opening is not None and opening < appraisal:
        fields.refuse("min_bid", "opening.below_appraisal", appraisal=appraisal)
    percent = None
    if fields.has("minimum_percent"):
        bounds = {"least": Decimal(1), "most": Decimal(100)}
        percent = fields.take(parse_percent, "minimum_percent", **bounds)
    incapable = parse_yes(fields.given("incapable"))
    long = {"longest": _PROSE}
    terms, place, visits, burdens, debts = (
        fields.take(parse_prose, name, **long)
        for name in ("payment_terms", "goods_at", "visits", "burdens", "debts")
    )
    occupation = fields.take(parse_choice, "occupation", among=OCCUPATIONS)
    second = fields.take(parse_instant, "second_date")
    if second is not None and times is not None and second <= times.ends_at:
        fields.refuse("second_date", "second_date.early", ends=times.ends_at)
    elif second is not None:
        refuse_rest(fields, "second_date", second)
    if len(fields.reading.problems) > before or appraisal is None or second is None:
        return None
    return Notice(
        appraisal=appraisal,
        payment_terms=terms or "",
        goods_at=place or "",
        visits=visits or "",
        second_date=second,
        second_floor=floor(appraisal, percent, incapable=incapable),
        minimum_percent=percent,
        incapable=incapable,
        burdens=burdens or "",
        occupation=occupation or "",
        debts=debts or "",
    )


def floor(appraisal: Decimal, percent: Decimal | None, *, incapable: bool = False) -> Decimal:
    """Give the least price on the second date, rounded up, for less would be vile.

    Half the appraisal where the judge was silent (CPC art. 891), four fifths at least for what
    belongs to an incapable person (art. 896).
    """
    part = _SILENT if percent is None else percent
    if incapable:
        part = max(part, _INCAPABLE)
    return (appraisal * part / 100).quantize(_CENTAVO, ROUND_UP)


def parse_process_number(text: str, *, field: str = "process_number") -> str:
    """Read the number of a lawsuit, masked or not, as NNNNNNN-DD.AAAA.J.TR.OOOO. Raises BadField.

    The digits DD make the whole one more than a multiple of 97 (CNJ Resolution 65/2008).
    """
    digits = bare(text)
    if not digits:
        raise BadField(field, "missing")
    if not _PROCESS.fullmatch(digits):
        raise BadField(field, "process.shape")
    number, check, rest = digits[:7], digits[7:9], digits[9:]
    if rest[4] == "0" or not 2 <= int(check) <= 98 or int(number + rest + check) % 97 != 1:
        raise BadField(field, "process.wrong")
    return f"{number}-{check}.{rest[:4]}.{rest[4]}.{rest[5:7]}.{rest[7:]}"
