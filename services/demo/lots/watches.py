"""Demo catalogue, Relógios e joias: the lots among the watches."""

from datetime import date, timedelta
from decimal import Decimal

from services.demo.lots.words import Lot, Place, Stage, photos_of

LOTS: tuple[Lot, ...] = (
    Lot(
        key="relogio-automatico-azul",
        category="relogios",
        title="Relógio automático de aço, mostrador azul, 40 mm",
        description=(
            "Relógio de pulso automático em caixa de aço de 40 milímetros, mostrador azul com "
            "índices aplicados e pulseira integrada de elos escovados. Manufatura suíça "
            "independente, edição de 2019.\n\n"
            "Calibre de 28.800 alternâncias, reserva de marcha aferida em 41 horas. Caixa, "
            "cartão e dois elos sobressalentes acompanham a peça.\n\n"
            "Peça examinada e fotografada por nossa equipe; o laudo detalha a marcha em cinco "
            "posições."
        ),
        condition=(
            "Muito boa. Riscos finos no fecho e na lateral da caixa. Vidro de safira sem "
            "marcas. Última revisão em 2024."
        ),
        values=("Aço", 40, 148, True, date(2026, 4, 10), None, "Automático", True),
        place=Place(city="São Paulo", state="SP", district="Itaim Bibi", postal_code="04530-001"),
        opening_price=Decimal("6800.00"),
        estimate_low=Decimal("9000.00"),
        estimate_high=Decimal("12000.00"),
        reserve=Decimal("8500.00"),
        buy_now=None,
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-5), ends=timedelta(minutes=3)),
        photos=photos_of(
            "relogio-automatico-azul",
            ("Relógio de aço com mostrador azul, de frente em três quartos, pulseira fechada"),
            "Mostrador azul em primeiro plano, com índices aplicados e ponteiros",
            "Lateral da caixa de aço, com a coroa e a pulseira",
        ),
    ),
    Lot(
        key="cronografo-ouro-preto",
        category="relogios",
        title="Cronógrafo em ouro 18k, mostrador preto, pulseira de couro",
        description=(
            "Cronógrafo de corda manual em caixa de ouro amarelo, três contadores sobre "
            "mostrador preto fosco. Produção dos anos 1960, de casa de Genebra já extinta.\n\n"
            "Pulseira de couro marrom nova, com fivela de época. O movimento foi limpo e "
            "lubrificado por relojoeiro carioca em fevereiro.\n\n"
            "De coleção particular do Rio, com recibo da compra em 1987."
        ),
        condition=(
            "Caixa sem polimentos excessivos; contraste legível entre as alças. Mostrador "
            "restaurado em data incerta. Botões do cronógrafo com acionamento firme."
        ),
        values=(
            "Ouro amarelo 18k",
            38,
            92,
            True,
            date(2026, 2, 24),
            "Contraste entre as alças",
            "Corda manual",
            False,
        ),
        place=Place(city="Rio de Janeiro", state="RJ", district="Ipanema", postal_code="22410-000"),
        opening_price=Decimal("24000.00"),
        estimate_low=Decimal("32000.00"),
        estimate_high=Decimal("40000.00"),
        reserve=Decimal("30000.00"),
        buy_now=None,
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-5), ends=timedelta(hours=7)),
        photos=photos_of(
            "cronografo-ouro-preto",
            ("Cronógrafo dourado com mostrador preto e pulseira de couro, em três quartos"),
            ("Mostrador preto em primeiro plano, com três contadores e ponteiros dourados"),
            "Lateral da caixa dourada, com coroa e botões do cronógrafo",
        ),
    ),
    Lot(
        key="relogio-mergulho-verde",
        category="relogios",
        title="Relógio de mergulho em bronze, mostrador verde, 200 m",
        description=(
            "Relógio de mergulho automático em caixa de bronze, com luneta giratória de 120 "
            "cliques e mostrador verde-escuro. Resistente a 200 metros.\n\n"
            "Pulseira de couro com costura aparente e segunda pulseira de borracha na caixa. "
            "Comprado em 2022 no varejo nacional."
        ),
        condition=(
            "Pátina natural uniforme no bronze. Luneta sem folga. Teste de pressão feito em "
            "janeiro, com resultado anexo."
        ),
        values=("Bronze", 42, 131, False, date(2026, 1, 8), None, "Automático", False),
        place=Place(city="Vitória", state="ES", district="Praia do Canto", postal_code="29055-000"),
        opening_price=Decimal("2900.00"),
        estimate_low=Decimal("3800.00"),
        estimate_high=Decimal("4800.00"),
        reserve=None,
        buy_now=Decimal("5200.00"),
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-3), ends=timedelta(days=3)),
        photos=photos_of(
            "relogio-mergulho-verde",
            "Relógio de mergulho de bronze com mostrador verde, em três quartos",
            ("Mostrador verde em primeiro plano, com marcadores redondos e luneta escura"),
            "Lateral da caixa de bronze, com a coroa e a pulseira de couro",
        ),
    ),
    Lot(
        key="relogio-bolso-prata",
        category="relogios",
        title="Relógio de bolso em prata, numerais romanos, cerca de 1900",
        description=(
            "Relógio de bolso de caixa aberta em prata com contraste, mostrador de esmalte "
            "branco e numerais romanos. Ponteiros azulados e pequeno segundo às seis horas.\n\n"
            "Acompanha corrente de elos de época. Pertenceu a um ferroviário de Santa Maria, "
            "conforme declaração da família."
        ),
        condition=(
            "Esmalte com fio de cabelo entre as duas e as três horas. Funciona, adiantando "
            "cerca de dois minutos por dia. Corrente com um elo refeito."
        ),
        values=(
            "Prata",
            50,
            96,
            False,
            date(2025, 11, 17),
            "Contraste de prata na tampa",
            "Corda manual",
            False,
        ),
        place=Place(
            city="Porto Alegre", state="RS", district="Moinhos de Vento", postal_code="90570-020"
        ),
        opening_price=Decimal("1200.00"),
        estimate_low=Decimal("1700.00"),
        estimate_high=Decimal("2300.00"),
        reserve=None,
        buy_now=None,
        last_bid=Decimal("2150.00"),
        stage=Stage(kind="sold", starts=timedelta(days=-13), ends=timedelta(days=-6)),
        photos=photos_of(
            "relogio-bolso-prata",
            (
                "Relógio de bolso de prata com mostrador branco, visto em três quartos, com a "
                "corrente"
            ),
            ("Mostrador branco em primeiro plano, com numerais romanos e ponteiros azulados"),
            "Relógio de bolso de perfil, com a coroa e a argola",
        ),
    ),
)
