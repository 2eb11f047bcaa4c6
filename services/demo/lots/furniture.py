"""Demo catalogue, Móveis e design: the category, its technical features and its lots."""

from datetime import date, timedelta
from decimal import Decimal

from services.demo.lots.words import Category, Feature, Lot, Place, Stage, photos_of

CATEGORY = Category(
    key="moveis-e-design",
    name="Móveis e design",
    features=(
        Feature(name="Material principal", kind="text"),
        Feature(name="Largura", kind="number", unit="cm"),
        Feature(name="Altura", kind="number", unit="cm"),
        Feature(name="Restaurado", kind="yes_no"),
        Feature(
            name="Período",
            kind="choice",
            choices=("Anos 1950", "Anos 1960", "Anos 1970", "Anos 1980", "Contemporâneo"),
        ),
        Feature(name="Data da avaliação", kind="date"),
    ),
)

LOTS: tuple[Lot, ...] = (
    Lot(
        key="poltrona-couro-caramelo",
        category="moveis-e-design",
        title="Poltrona de couro caramelo com estrutura de madeira, anos 1960",
        description=(
            "Poltrona brasileira de braços largos, almofadas de couro caramelo e estrutura "
            "torneada de jacarandá. Desenho moderno dos anos 1960, sem etiqueta.\n\n"
            "Couro novo, costurado à mão em 2023; a madeira conserva o lustro antigo. Conforto "
            "generoso, altura de leitura.\n\n"
            "De apartamento em Higienópolis, da mesma família desde a compra."
        ),
        condition=(
            "Restaurada. Percintas novas. Pequena fenda natural em um pé, estável. Documento "
            "de origem da madeira disponível."
        ),
        values=("Couro e jacarandá", 84, 78, True, "Anos 1960", date(2026, 2, 12)),
        place=Place(city="São Paulo", state="SP", district="Moema", postal_code="04077-000"),
        opening_price=Decimal("4300.00"),
        estimate_low=Decimal("6000.00"),
        estimate_high=Decimal("8500.00"),
        reserve=Decimal("5800.00"),
        buy_now=None,
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-5), ends=timedelta(minutes=14)),
        photos=photos_of(
            "poltrona-couro-caramelo",
            "Poltrona de couro caramelo com pés de madeira, em três quartos",
            "Poltrona de couro caramelo vista de frente",
            "Poltrona vista de costas em três quartos, com a estrutura de madeira",
        ),
    ),
    Lot(
        key="sofa-verde-tres-lugares",
        category="moveis-e-design",
        title="Sofá de três lugares em veludo verde",
        description=(
            "Sofá de três lugares em veludo verde-garrafa, braços retos e pés de latão. "
            "Marcenaria goiana de 2022, estrutura de eucalipto.\n\n"
            "Almofadas de assento soltas, com capa removível. Esteve em apartamento decorado e "
            "quase não foi usado."
        ),
        condition="Excelente. Marca leve de pressão no braço esquerdo, que some com vapor.",
        values=("Veludo de algodão", 218, 82, False, "Contemporâneo", None),
        place=Place(city="Goiânia", state="GO", district="Setor Oeste", postal_code="74120-090"),
        opening_price=Decimal("2400.00"),
        estimate_low=Decimal("3300.00"),
        estimate_high=Decimal("4300.00"),
        reserve=None,
        buy_now=Decimal("4600.00"),
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-5), ends=timedelta(hours=16)),
        photos=photos_of(
            "sofa-verde-tres-lugares",
            "Sofá de veludo verde de três lugares, em três quartos",
            "Sofá verde visto de frente, com três almofadas de assento",
            "Sofá verde visto de costas em três quartos",
        ),
    ),
    Lot(
        key="mesa-jantar-redonda",
        category="moveis-e-design",
        title="Mesa de jantar redonda em jacarandá, pé central, anos 1950",
        description=(
            "Mesa redonda para seis pessoas, tampo folheado em jacarandá com veio corrido e pé "
            "central torneado sobre base circular.\n\n"
            "Marcenaria carioca dos anos 1950. Restauro recente em goma-laca, com a folha "
            "original preservada."
        ),
        condition=(
            "Muito bom. Duas emendas na borda, visíveis de perto. Estrutura firme, sem oscilação."
        ),
        values=("Jacarandá", 130, 75, True, "Anos 1950", date(2026, 3, 9)),
        place=Place(
            city="Rio de Janeiro", state="RJ", district="Barra da Tijuca", postal_code="22640-100"
        ),
        opening_price=Decimal("6200.00"),
        estimate_low=Decimal("8500.00"),
        estimate_high=Decimal("11500.00"),
        reserve=Decimal("8200.00"),
        buy_now=None,
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-3), ends=timedelta(days=2)),
        photos=photos_of(
            "mesa-jantar-redonda",
            "Mesa redonda de jacarandá com pé central, em três quartos",
            "Mesa redonda vista de frente, com o pé torneado",
            "Tampo da mesa visto de cima, com o veio da madeira",
        ),
    ),
    Lot(
        key="par-cadeiras-palhinha",
        category="moveis-e-design",
        title="Par de cadeiras de madeira com assento claro, anos 1970",
        description=(
            "Par de cadeiras de imbuia com encosto curvo e pés palito, assento estofado em "
            "linho cru. Produção mineira dos anos 1970.\n\n"
            "Conjunto íntegro, de sala de jantar desmembrada; há outro par em poder da família."
        ),
        condition=(
            "Bom. Verniz original com desgaste nos pés. Um assento com mancha clara, quase "
            "invisível."
        ),
        values=("Imbuia", 48, 80, False, "Anos 1970", None),
        place=Place(city="Tiradentes", state="MG", district="Centro", postal_code="36325-000"),
        opening_price=Decimal("1150.00"),
        estimate_low=Decimal("1600.00"),
        estimate_high=Decimal("2200.00"),
        reserve=None,
        buy_now=None,
        last_bid=Decimal("1720.00"),
        stage=Stage(kind="sold", starts=timedelta(days=-19), ends=timedelta(days=-12)),
        photos=photos_of(
            "par-cadeiras-palhinha",
            "Par de cadeiras de madeira com assento claro, em três quartos",
            "Par de cadeiras visto de frente",
            "Par de cadeiras visto de costas em três quartos, com o encosto curvo",
        ),
    ),
    Lot(
        key="luminaria-piso-latao",
        category="moveis-e-design",
        title="Luminária de piso em latão e cúpula de linho",
        description=(
            "Luminária de piso com haste de latão, base redonda e cúpula cônica de linho cru. "
            "Desenho atemporal, produção paulista dos anos 1980.\n\n"
            "Fiação e soquete novos; aceita lâmpada de LED. Luz quente e difusa, boa para "
            "canto de leitura."
        ),
        condition=(
            "Restaurada. Latão com pátina nas juntas. Cúpula refeita sobre a armação original."
        ),
        values=("Latão e linho", 45, 158, True, "Anos 1980", None),
        place=Place(city="Londrina", state="PR", district="Centro", postal_code="86010-000"),
        opening_price=Decimal("780.00"),
        estimate_low=Decimal("1100.00"),
        estimate_high=Decimal("1500.00"),
        reserve=None,
        buy_now=Decimal("1600.00"),
        last_bid=None,
        stage=Stage(kind="coming", starts=timedelta(days=10), ends=timedelta(days=16)),
        photos=photos_of(
            "luminaria-piso-latao",
            "Luminária de piso de latão com cúpula clara acesa, em três quartos",
            "Luminária de piso vista de frente, da base à cúpula",
            "Detalhe da cúpula de linho e da haste de latão",
        ),
    ),
    Lot(
        key="aparador-jacaranda-1960",
        category="moveis-e-design",
        title="Aparador de jacarandá com portas de correr, anos 1960",
        description=(
            "Aparador baixo com quatro portas de correr, gavetas internas e pés palito. Veio "
            "contínuo entre as portas, sinal de boa marcenaria.\n\n"
            "Encomendado para residência funcional de Brasília em 1964. Fundo também folheado, "
            "permitindo uso no meio da sala.\n\n"
            "Documento de origem da madeira e nota de restauro acompanham a peça."
        ),
        condition=(
            "Muito bom. Folha do tampo repolida. Um puxador refeito no modelo original. Portas "
            "correm livres."
        ),
        values=("Jacarandá", 200, 76, True, "Anos 1960", date(2026, 3, 24)),
        place=Place(city="Brasília", state="DF", district="Lago Sul", postal_code="71625-000"),
        opening_price=Decimal("7800.00"),
        estimate_low=Decimal("10500.00"),
        estimate_high=Decimal("14000.00"),
        reserve=Decimal("10000.00"),
        buy_now=Decimal("16000.00"),
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-3), ends=timedelta(days=11)),
        photos=photos_of(
            "aparador-jacaranda-1960",
            "Aparador de jacarandá com quatro portas, em três quartos",
            "Aparador visto de frente, com puxadores e pés palito",
            "Aparador visto de costas em três quartos, com o fundo folheado",
        ),
    ),
)
