"""Contacts are masked however they are dressed up, and what a lot is about is left alone."""

import pytest

from services.catalogue.contacts import MASK, mask_contacts

TRICKS = [
    "me liga 11987654321",
    "(11) 98765-4321",
    "+55 11 9 8765 4321",
    "11.98765.4321",
    "11-9-8-7-6-5-4-3-2-1",
    "1 1 9 8 7 6 5 4 3 2 1",
    "onze nove oito sete seis cinco quatro três dois um",
    "nove oito sete seis cinco quatro três dois",
    "onze noventa e oito setenta e seis cinquenta e quatro trinta e dois dez",
    "11 nove8sete6 cinco4 três2",
    "1️⃣1️⃣9️⃣8️⃣7️⃣6️⃣5️⃣4️⃣3️⃣2️⃣1️⃣",
    "１１９８７６５４３２１",
    "①①⑨⑧⑦⑥⑤④③②①",
    "١١٩٨٧٦٥٤٣٢١",
    "11 9876\u200b5-43\u200b21",
    "11/98765/4321",
    "11 98765 ... 4321",
    "3333-4444",
    "zero xx onze 98765-4321",
    "meu número: 1198765 4321",
    "ana@example.com",
    "ana (at) example (dot) com",
    "ana arroba example ponto com",
    "ana [arroba] gmail",
    "ANA@EXAMPLE.COM.BR",
    "ana@exаmple.com",
    "ana.lima@gmail . com",
    "https://example.com/eu",
    "hxxp://example.com",
    "www.example.com.br",
    "example.com",
    "minhaloja ponto com ponto br",
    "minhaloja(.)com",
    "wa.me/5511987654321",
    "bit.ly/abc",
    "t.me/fulano",
    "me chama no zap",
    "chama no z a p",
    "chama no z4p",
    "zap zap",
    "whats",
    "whatsapp",
    "wh4tsapp",
    "w h a t s",
    "wpp",
    "insta: fulano.leiloes",
    "@fulano_leiloes",
    "telegram fulano_99",
    "pix: 529.982.247-25",
    "chave pix é 123e4567-e89b-12d3-a456-426614174000",
    "529.982.247-25",
    "face: fulano.de.tal",
    "onzenoveoito 7654321",
    "procure Fulano de Tal no jornal da cidade",
]
FINE = [
    "Qual a quilometragem? O anúncio diz 48.320 km.",
    "Aceita R$ 112.000,00 à vista? O mínimo é R$ 98.500,00.",
    "O processo é o 0710802-55.2018.8.02.0001?",
    "A revisão foi em 12/03/2026 ou 2026-03-15, às 14:30 ou 15h45?",
    "Anos 2019, 2020 e 2021: qual é o do documento? 2020/2021?",
    "Mede 218 x 82 x 75 cm e pesa 38 kg?",
    "Quanto custa o frete para 01310-100?",
    "São dois dormitórios, três vagas e uma suíte?",
    "O pneu é 205/55 R16 91V?",
    "Aceita Pix?",
    "Tem 10,8 m³ e 1.450 kg de carga?",
    "Motor 1.0 turbo de 116 cv com torque de 16,8 kgfm?",
    "Está a 3 km do centro, no nº 1250?",
    "A chave reserva acompanha?",
    "O interessado pode vistoriar na sexta das 9 às 17?",
    "Vale 1.250.000,00 ou 1.300.000?",
]


def test_nine_tricks_in_ten_are_caught() -> None:
    assert len(TRICKS) >= 50
    missed = [trick for trick in TRICKS if not mask_contacts(trick).found]
    assert len(missed) <= len(TRICKS) // 10, missed


def test_no_digit_of_a_phone_is_left() -> None:
    for trick in TRICKS[:20]:
        left = mask_contacts(trick).text
        assert sum(letter.isdigit() for letter in left) < 4, left


@pytest.mark.parametrize("text", FINE)
def test_what_a_lot_is_about_is_left_alone(text: str) -> None:
    assert mask_contacts(text).text == text


def test_the_words_around_a_contact_stay() -> None:
    told = mask_contacts("Olá! Me liga: (11) 98765-4321, à tarde.")
    assert (told.text, told.found) == (f"Olá! Me liga: {MASK}, à tarde.", 1)
    assert not told.empty
    assert mask_contacts("11987654321").empty
    assert mask_contacts("é: 11987654321 !").empty


def test_a_long_text_is_read_quickly() -> None:
    for text in ("1 " * 2000, "a." * 2000, "@" * 2000, "z a " * 1000, "ponto " * 700, " " * 4000):
        mask_contacts(text)
