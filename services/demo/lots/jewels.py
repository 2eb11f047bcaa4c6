"""Demo catalogue, Relógios e joias: the category, its technical features and its jewels."""

from datetime import date, timedelta
from decimal import Decimal

from services.demo.lots.watches import LOTS as WATCHES
from services.demo.lots.words import Category, Feature, Lot, Place, Stage, photos_of

CATEGORY = Category(
    key="relogios-e-joias",
    name="Relógios e joias",
    features=(
        Feature(
            name="Metal",
            kind="choice",
            choices=("Aço", "Ouro amarelo 18k", "Ouro branco 18k", "Prata", "Bronze"),
        ),
        Feature(name="Medida principal", kind="number", unit="mm", low=0),
        Feature(name="Peso", kind="number", unit="g", low=0),
        Feature(name="Com certificado", kind="yes_no"),
        Feature(name="Data do laudo", kind="date"),
        Feature(name="Marcas e contrastes", kind="text"),
    ),
    twigs=(
        Category(
            key="relogios",
            name="Relógios",
            features=(
                Feature(
                    name="Movimento",
                    kind="choice",
                    choices=("Automático", "Corda manual", "Quartzo"),
                ),
                Feature(name="Caixa e documentos", kind="yes_no"),
            ),
        ),
        Category(
            key="joias",
            name="Joias",
            features=(
                Feature(name="Pedra", kind="text"),
                Feature(name="Quilates", kind="number", unit="ct", low=0, high=1000),
            ),
        ),
    ),
)

LOTS: tuple[Lot, ...] = (
    *WATCHES,
    Lot(
        key="anel-safira-ouro-branco",
        category="joias",
        title="Anel de safira oval em ouro branco 18k",
        description=(
            "Anel com safira oval de 2,1 quilates, azul intenso, em garras de ouro branco e "
            "ladeada por dois brilhantes que somam 0,30 quilate.\n\n"
            "Laudo gemológico de março confirma safira natural com aquecimento tradicional. "
            "Aro 17, com ajuste cortesia de até dois números."
        ),
        condition=(
            "Como nova. Aro repolido e rodinado. Pedra sem lascas na rondista, exame a dez "
            "aumentos."
        ),
        values=(
            "Ouro branco 18k",
            19,
            Decimal("6.4"),
            True,
            date(2026, 3, 18),
            "750",
            "Safira",
            None,
        ),
        place=Place(city="Belo Horizonte", state="MG", district="Lourdes", postal_code="30170-120"),
        opening_price=Decimal("7200.00"),
        estimate_low=Decimal("9500.00"),
        estimate_high=Decimal("12500.00"),
        reserve=Decimal("9000.00"),
        buy_now=None,
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-5), ends=timedelta(hours=3)),
        photos=photos_of(
            "anel-safira-ouro-branco",
            "Anel de ouro branco com safira azul oval, em três quartos",
            "Safira azul em primeiro plano, vista de cima, entre dois brilhantes",
            "Anel de safira visto de perfil, com as garras e o aro",
        ),
    ),
    Lot(
        key="anel-solitario-brilhante",
        category="joias",
        title="Anel solitário com brilhante de 1,02 quilate",
        description=(
            "Solitário em ouro amarelo com brilhante de 1,02 quilate, cor H, pureza VS2, "
            "lapidação muito boa. Montagem de seis garras, alta e discreta.\n\n"
            "Certificado de laboratório gemológico internacional, com inscrição a laser na "
            "rondista.\n\n"
            "Vendido por herdeiros, com avaliação independente anexa."
        ),
        condition=("Excelente. Leve desgaste na face interna do aro. Garras conferidas e firmes."),
        values=(
            "Ouro amarelo 18k",
            18,
            Decimal("4.1"),
            True,
            date(2026, 4, 6),
            "750",
            "Diamante",
            Decimal("1.02"),
        ),
        place=Place(city="Brasília", state="DF", district="Asa Sul", postal_code="70390-010"),
        opening_price=Decimal("16500.00"),
        estimate_low=Decimal("21000.00"),
        estimate_high=Decimal("26000.00"),
        reserve=Decimal("20000.00"),
        buy_now=None,
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-3), ends=timedelta(days=7)),
        photos=photos_of(
            "anel-solitario-brilhante",
            "Anel solitário dourado com brilhante, em três quartos",
            "Brilhante redondo em primeiro plano, visto de cima, com seis garras",
            "Anel solitário de perfil, com a pedra elevada sobre o aro",
        ),
    ),
    Lot(
        key="colar-perolas-cultivadas",
        category="joias",
        title="Colar de pérolas cultivadas com fecho de ouro",
        description=(
            "Colar de um fio com pérolas cultivadas de água salgada, calibradas em torno de "
            "oito milímetros, com fecho esférico de ouro amarelo.\n\n"
            "Lustre alto e tom creme levemente rosado. Reenfiado com nó entre cada pérola em "
            "2025. Acompanha estojo de veludo."
        ),
        condition="Muito bom. Duas pérolas com marcas naturais de superfície, junto ao fecho.",
        values=(
            "Ouro amarelo 18k",
            8,
            38,
            True,
            date(2026, 2, 2),
            "750 no fecho",
            "Pérola cultivada",
            None,
        ),
        place=Place(
            city="São Paulo", state="SP", district="Jardim Paulista", postal_code="01415-000"
        ),
        opening_price=Decimal("2400.00"),
        estimate_low=Decimal("3200.00"),
        estimate_high=Decimal("4200.00"),
        reserve=None,
        buy_now=None,
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-5), ends=timedelta(minutes=38)),
        photos=photos_of(
            "colar-perolas-cultivadas",
            ("Colar de pérolas disposto em laço sobre superfície clara, em três quartos"),
            "Pérolas em primeiro plano, com o fecho dourado esférico",
            "Colar de pérolas visto de cima, formando um anel",
        ),
    ),
    Lot(
        key="pingente-esmeralda-ouro",
        category="joias",
        title="Pingente de esmeralda lapidada em ouro 18k, com corrente",
        description=(
            "Esmeralda baiana de lapidação retangular, 3,4 quilates, em cercadura lisa de ouro "
            "amarelo. Corrente de elos redondos de 45 centímetros.\n\n"
            "Laudo indica esmeralda natural com óleo em grau menor. Peça de ourives de "
            "Salvador, feita sob encomenda em 1998."
        ),
        condition=(
            "Boa. Inclusões típicas visíveis a olho nu, sem fissura que alcance a superfície. "
            "Corrente sem soldas."
        ),
        values=(
            "Ouro amarelo 18k",
            16,
            Decimal("9.8"),
            True,
            date(2026, 3, 27),
            "750",
            "Esmeralda",
            None,
        ),
        place=Place(city="Salvador", state="BA", district="Barra", postal_code="40140-130"),
        opening_price=Decimal("5400.00"),
        estimate_low=Decimal("7000.00"),
        estimate_high=Decimal("9000.00"),
        reserve=Decimal("6800.00"),
        buy_now=Decimal("10500.00"),
        last_bid=None,
        stage=Stage(kind="coming", starts=timedelta(hours=30), ends=timedelta(days=7, hours=6)),
        photos=photos_of(
            "pingente-esmeralda-ouro",
            ("Pingente de esmeralda verde com cercadura dourada e corrente, em três quartos"),
            "Esmeralda retangular em primeiro plano, com a cercadura dourada",
            "Pingente e corrente dourada vistos de cima",
        ),
    ),
)
