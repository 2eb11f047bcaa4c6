"""The boards of trade where auctioneers are registered, by state."""

from __future__ import annotations

from services.people.fields import Reading, parse_choice, parse_text

# Auctioneers are enrolled at the board of trade of their state. (Decreto 21.981/1932, art. 1)
BOARDS = {
    "AC": "JUCEAC", "AL": "JUCEAL", "AP": "JUCAP", "AM": "JUCEA", "BA": "JUCEB", "CE": "JUCEC",
    "DF": "JUCIS-DF", "ES": "JUCEES", "GO": "JUCEG", "MA": "JUCEMA", "MT": "JUCEMAT",
    "MS": "JUCEMS", "MG": "JUCEMG", "PA": "JUCEPA", "PB": "JUCEP", "PR": "JUCEPAR",
    "PE": "JUCEPE", "PI": "JUCEPI", "RJ": "JUCERJA", "RN": "JUCERN", "RS": "JUCISRS",
    "RO": "JUCER", "RR": "JUCERR", "SC": "JUCESC", "SP": "JUCESP", "SE": "JUCESE",
    "TO": "JUCETINS",
}  # fmt: skip
LONGEST_REGISTRATION = 40


def read_registration(registration: str, uf: str) -> tuple[str, str, str]:
    """Read an auctioneer's registration; returns it with its state and board. Raises BadForm."""
    reading = Reading()
    number = reading.take(
        parse_text, registration, field="registration", longest=LONGEST_REGISTRATION
    )
    state = reading.take(parse_choice, uf, field="uf", among=BOARDS)
    if number and not any(letter.isdigit() for letter in number):
        reading.refuse("registration", "registration.no_number")
    reading.settle()
    return number or "", state or "", BOARDS[state or "SP"]
