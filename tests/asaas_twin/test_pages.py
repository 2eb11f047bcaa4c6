"""The invoice page pays by its buttons, wherever it is mounted, and says what it is."""

from __future__ import annotations

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from asaas_twin import Settings, Twin
from tests.asaas import CPF, Listener, RunningTwin

BACK = "http://localhost/wallet?from=<invoice>"


def visit(twin: RunningTwin, charge: dict[str, str], **form: str) -> httpx.Response:
    url = charge["invoiceUrl"]
    return twin.net.post(f"{url}/pay", data=form) if form else twin.net.get(url)


def test_each_kind_of_charge_offers_its_ways_to_pay(twin: RunningTwin) -> None:
    offered = {}
    for kind in ("PIX", "BOLETO", "CREDIT_CARD", "UNDEFINED"):
        page = visit(twin, twin.charge(kind, value=1250.5)).text
        assert "Simulador: nenhum dinheiro de verdade." in page
        assert "1.250,50" in page
        ways = ("pix", "boleto", "card")
        offered[kind] = [way for way in ways if f'name="by" value="{way}"' in page]
    assert offered == {
        "PIX": ["pix"],
        "BOLETO": ["boleto"],
        "CREDIT_CARD": ["card"],
        "UNDEFINED": ["pix", "boleto", "card"],
    }


def test_a_button_pays_and_the_page_leads_back(twin: RunningTwin, ear: Listener) -> None:
    charge = twin.charge("UNDEFINED", callback={"successUrl": BACK}, description="<b>Lote</b>")
    before = visit(twin, charge)
    assert "&lt;b&gt;Lote" in before.text
    paid = visit(twin, charge, by="card", card="approved")
    assert (paid.status_code, httpx.URL(charge["invoiceUrl"]).path) == (
        303,
        paid.headers["location"],
    )
    after = visit(twin, charge).text
    assert "Pagamento confirmado" in after
    assert 'href="http://localhost/wallet?from=&lt;invoice&gt;"' in after
    assert 'value="pix"' not in after
    visit(twin, charge, by="settle")
    assert "Pagamento recebido" in visit(twin, charge).text
    ear.wait(4)
    assert [event.removeprefix("PAYMENT_") for event in ear.events] == [
        "CREATED",
        "CHECKOUT_VIEWED",  # once, however often it is looked at
        "CONFIRMED",
        "RECEIVED",
    ]
    assert ear.heard[1]["payment"]["lastInvoiceViewedDate"].endswith("Z")


def test_a_declined_card_is_told_beside_the_card_that_was_chosen(twin: RunningTwin) -> None:
    charge = twin.charge("CREDIT_CARD", callback={"successUrl": "javascript:alert(1)"})
    refused = visit(twin, charge, by="card", card="declined")
    assert refused.status_code == 422
    assert 'role="alert">Transação não autorizada' in refused.text
    assert '<option value="declined" selected>' in refused.text
    assert "javascript:" not in refused.text


@pytest.mark.parametrize("by", ["pix", "boleto", "settle"])
def test_what_cannot_be_paid_so_says_so(twin: RunningTwin, by: str) -> None:
    charge = twin.charge("CREDIT_CARD")
    refused = visit(twin, charge, by=by)
    assert refused.status_code == 422
    assert twin.payment(charge["id"])["status"] == "PENDING"


def test_the_boleto_shows_the_line_that_pays_it(twin: RunningTwin, ear: Listener) -> None:
    charge = twin.charge("BOLETO")
    line = twin.ask("GET", f"/payments/{charge['id']}/identificationField").json()
    page = twin.net.get(charge["bankSlipUrl"]).text
    assert line["identificationField"] in "".join(filter(str.isdigit, page))
    assert page.count("<rect") == 114
    assert ear.wait(2)[1]["event"] == "PAYMENT_BANK_SLIP_VIEWED"


def test_a_page_that_is_none_says_so(twin: RunningTwin) -> None:
    pix = twin.charge("PIX")
    for path in ("/i/nobody", "/b/pdf/nobody", f"/b/pdf/{pix['id'][4:]}"):
        answer = twin.net.get(f"{twin.root}{path}")
        assert answer.status_code == 404
        assert "Esta página não existe" in answer.text


async def test_mounted_in_a_site_its_pages_and_doors_stay_its_own() -> None:
    twin = Twin(Settings(public_url="http://site.test/asaas"))
    site = Starlette(routes=[Mount("/asaas", twin.app(drivers=False))])
    transport = httpx.ASGITransport(site)
    headers = {"access_token": twin.settings.key}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://site.test", headers=headers
    ) as net:
        person = (await net.post("/asaas/v3/customers", json={"name": "A", "cpfCnpj": CPF})).json()
        body = {"customer": person["id"], "billingType": "UNDEFINED", "value": 10}
        charge = (
            await net.post("/asaas/v3/payments", json={**body, "dueDate": "2099-01-01"})
        ).json()
        page = (await net.get(charge["invoiceUrl"])).text
        tail = charge["id"].removeprefix("pay_")
        assert f'action="/asaas/i/{tail}/pay"' in page
        assert f'href="/asaas/b/pdf/{tail}"' in page
        paid = await net.post(f"/asaas/i/{tail}/pay", data={"by": "pix"})
        assert paid.headers["location"] == f"/asaas/i/{tail}"
        assert (await net.get(f"/asaas/v3/payments/{charge['id']}")).json()["status"] == "RECEIVED"
        assert (await net.get("/asaas/_admin/clock")).status_code == 404  # nobody drives it
