"""The frame works by plain HTML: skip link first, forms with their proof, nothing unescaped."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from markupsafe import Markup
from nicegui.translations import translations

from components import frame
from components.error_page import error_page
from components.language import language
from components.login_form import introduce, login_response
from components.wallet import wallet_response
from services.errors import BadAmount, TooManyAttempts, WrongCredentials
from services.views import CategoryView, Comfort, House, Visitor, WalletView
from tests.components.asking import ANA, NOBODY, get

EVIL = '"><script>alert(1)</script>'
EMPTY = WalletView(balance=Decimal(0), held=Decimal(0), holds=(), lines=())


@pytest.fixture(autouse=True)
def at_the_start() -> Iterator[None]:
    before = language.set("pt-BR")
    frame.configure(demo=False)
    yield
    introduce(tuple)
    language.reset(before)


def page(visitor: Visitor, address: str = "/wallet?a=1") -> str:
    answer = frame.document("Carteira", visitor, get(address), Markup("<p>corpo</p>"))
    return bytes(answer.body).decode()


def test_the_skip_link_comes_first_and_leads_to_the_content() -> None:
    html = page(NOBODY)
    parts = ['class="skip" href="#content"', "<header", 'id="content"', "<main", "<footer"]
    found = [html.index(part) for part in parts]
    assert found == sorted(found)
    assert html.index("<a ") == html.index('<a class="skip"')


def test_the_title_names_the_page_and_the_house() -> None:
    assert "<title>Carteira · Martelo</title>" in page(NOBODY)


def test_a_visitor_may_log_in_and_come_back() -> None:
    html = page(NOBODY)
    assert 'href="/login?next=/wallet%3Fa%3D1"' in html
    assert 'action="/logout"' not in html


def test_someone_logged_in_may_log_out_and_every_form_carries_its_proof() -> None:
    html = page(ANA)
    forms = re.findall(r'<form[^>]*method="post".*?</form>', html, flags=re.DOTALL)
    assert len(forms) == 4  # looks, hearts, and leaving by the header's menu or the phone's
    assert all('name="csrf" value="proof"' in form for form in forms)
    assert 'name="next" value="/wallet?a=1"' in html
    assert 'action="/logout"' in html


def test_nothing_a_person_typed_becomes_html() -> None:
    html = page(replace(ANA, name=EVIL), f"/?q={EVIL}")
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_the_first_html_has_the_visitors_theme_and_language() -> None:
    html = page(replace(NOBODY, theme="dark", language="en"))
    assert '<html lang="en">' in html
    assert "--bg:#0D1420" in html
    assert "prefers-color-scheme" not in html
    assert "Log in" in html


def test_demonstration_mode_says_so_on_every_page() -> None:
    banner = "pessoas e lances são fictícios"
    assert banner not in page(NOBODY)
    frame.configure(demo=True)
    assert banner in page(NOBODY)


def test_popups_of_nicegui_speak_portuguese() -> None:
    assert translations["pt-BR"]["connection_lost"] == "Conexão perdida."
    assert set(translations["pt-BR"]) == set(translations["de"])


@pytest.mark.parametrize(
    ("status", "shown", "sentence"),
    [
        (401, 401, "Depois do login você volta"),
        (403, 403, "não tem permissão"),
        (404, 404, "Não encontramos"),
        (405, 405, "Não encontramos"),
        (500, 500, "Nenhum lance ou pagamento foi perdido"),
        (502, 502, "Nenhum lance ou pagamento foi perdido"),
        (503, 503, "Lances confirmados estão salvos"),
    ],
)
def test_each_fault_has_its_screen_and_its_status(status: int, shown: int, sentence: str) -> None:
    answer = error_page(get("/nada"), status, Visitor(), "7F3A")
    html = bytes(answer.body).decode()
    assert answer.status_code == shown
    assert sentence in html
    assert "7F3A" in html
    assert html.count('class="btn btn--primary btn--large"') == 1


def test_the_401_screen_leads_to_log_in_and_back() -> None:
    html = bytes(error_page(get("/wallet?a=1"), 401, NOBODY, "").body).decode()
    assert html.count('href="/login?next=/wallet%3Fa%3D1"') == 3


def test_a_refused_log_in_keeps_the_name_and_never_the_password() -> None:
    answer = login_response(
        get("/login"), NOBODY, problem=WrongCredentials(), login="ana", next_url="/x", status=401
    )
    html = bytes(answer.body).decode()
    assert answer.status_code == 401
    assert 'value="ana" autocomplete="username"' in html
    assert 'name="next" value="/x"' in html
    assert 'aria-invalid="true"' in html
    assert "E-mail, usuário ou senha incorretos." in html
    assert re.search(r'<input id="password"[^>]*autocomplete="current-password"', html)
    assert not re.search(r'<input id="password"[^>]*value=', html)


def test_too_many_tries_say_when_the_next_is_heard() -> None:
    problem = TooManyAttempts(minutes=5)
    html = bytes(login_response(get("/login"), NOBODY, problem=problem).body).decode()
    assert "Tente de novo em 5 min." in html


def test_a_refused_top_up_keeps_what_was_typed_with_the_reason_at_the_field() -> None:
    answer = wallet_response(
        get("/wallet"),
        ANA,
        EMPTY,
        key="k",
        demo=True,
        form="top_up",
        typed={"amount": "1.0,1", "way": "boleto"},
        refusal=BadAmount(),
    )
    html = bytes(answer.body).decode()
    assert answer.status_code == 422
    assert 'value="1.0,1"' in html
    assert 'aria-describedby="amount-hint amount-refusal"' in html
    assert 'id="amount-refusal" role="alert"' in html
    assert 'value="boleto" required checked' in html


def test_outside_the_demonstration_there_is_no_play_money() -> None:
    html = bytes(wallet_response(get("/wallet"), ANA, EMPTY, key="k", demo=False).body).decode()
    assert "demo-top-up" not in html


def test_every_look_and_comfort_is_offered_to_everyone_by_plain_forms() -> None:
    html = page(replace(NOBODY, comfort=Comfort(text_size=150, calm=True)))
    assert '<span class="visually-hidden">Aparência e acessibilidade </span>' in html
    for theme in ("system", "light", "dark", "hc-light", "hc-dark"):
        assert f'name="theme" value="{theme}"' in html
    pressed = re.findall(r'name="(\w+)" value="(\w+)" aria-pressed="true"', html)
    assert pressed == [("text_size", "150"), ("calm", "off")]
    assert html.count('aria-pressed="false"') == 4 + 3


def test_the_first_html_has_the_visitors_comfort() -> None:
    html = page(replace(ANA, comfort=Comfort(text_size=200, spacing=True, underlined=True)))
    assert '<meta name="comfort" content="text-200 spacing underlined">' in html
    assert html.index('name="comfort"') < html.index("<body>")


def test_the_footer_names_the_company_as_the_law_asks() -> None:
    assert "company" not in page(NOBODY)
    given = House(
        name="Casa <Nova> Ltda.",
        cnpj="12.ABC.345/01DE-35",
        address="Rua do Exemplo, 100",
        email="a@b.example",
        phone="(11) 4000-0000",
    )
    frame.configure(demo=False, house=given)
    html = page(NOBODY)
    for said in (
        "Casa &lt;Nova&gt; Ltda.",
        "CNPJ 12.ABC.345/01DE-35",
        "Rua do Exemplo, 100",
        'href="mailto:a@b.example"',
        'href="tel:(11)4000-0000"',
    ):
        assert said in html
    assert "Dados de exemplo" not in html
    frame.configure(demo=True, house=replace(given, demonstration=True))
    assert "Dados de exemplo" in page(NOBODY)


def test_the_footer_leads_to_the_rules_and_shows_the_symbol_of_access() -> None:
    html = page(NOBODY)
    foot = html[html.index("<footer") :]
    for path in ("/accessibility", "/terms", "/privacy", "/how-it-works"):
        assert f'href="{path}"' in foot


def test_the_menu_offers_the_categories_last_read() -> None:
    frame.offer([CategoryView(id=1, name="Arte & cia", slug="arte-e-cia")])
    try:
        html = page(NOBODY)
    finally:
        frame.offer([])
    assert '<a class="menu__item" href="/?category=arte-e-cia">Arte &amp; cia</a>' in html
    assert 'href="/#categories"' in page(NOBODY)
