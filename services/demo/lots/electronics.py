"""Demo catalogue, Eletrônicos e informática: the category, its technical features and its lots."""

from datetime import date, timedelta
from decimal import Decimal

from services.demo.lots.words import Category, Feature, Lot, Place, Stage, photos_of

CATEGORY = Category(
    key="eletronicos",
    name="Eletrônicos e informática",
    features=(
        Feature(name="Modelo", kind="text", required=True),
        Feature(name="Peso", kind="number", unit="kg", low=0),
        Feature(
            name="Estado", kind="choice", choices=("Novo", "Excelente", "Bom", "Marcas de uso")
        ),
        Feature(name="Bivolt", kind="yes_no"),
        Feature(name="Garantia até", kind="date"),
    ),
)

LOTS: tuple[Lot, ...] = (
    Lot(
        key="notebook-aluminio-14",
        category="eletronicos",
        title="Notebook de alumínio 14 polegadas, 32 GB, 1 TB",
        description=(
            "Notebook de corpo de alumínio, tela de 14 polegadas e resolução 2,8K, processador "
            "de doze núcleos, 32 GB de memória e 1 TB de armazenamento.\n\n"
            "Usado por oito meses em escritório de arquitetura. Acompanham carregador de 65 W "
            "e caixa. Disco apagado com certificado."
        ),
        condition=(
            "Excelente. Um risco de dois milímetros na tampa. Bateria com 97% da capacidade. "
            "Teclado no padrão brasileiro."
        ),
        values=("Ultrafino 14 2025", Decimal("1.28"), "Excelente", True, date(2027, 5, 30)),
        place=Place(city="São Paulo", state="SP", district="Vila Mariana", postal_code="04101-000"),
        opening_price=Decimal("3900.00"),
        estimate_low=Decimal("5200.00"),
        estimate_high=Decimal("6300.00"),
        reserve=None,
        buy_now=Decimal("6600.00"),
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-7), ends=timedelta(hours=2)),
        photos=photos_of(
            "notebook-aluminio-14",
            "Notebook de alumínio aberto, em três quartos, com a tela ligada",
            "Notebook aberto visto de lado, com a espessura fina da base",
            "Teclado do notebook visto de cima, com o painel de toque",
        ),
    ),
    Lot(
        key="camera-telemetrica-35mm",
        category="eletronicos",
        title="Câmera telemétrica 35 mm com objetiva 50 mm",
        description=(
            "Câmera de filme 35 mm com telêmetro acoplado, topo cromado e revestimento preto "
            "granulado. Objetiva fixa de 50 milímetros, abertura máxima f/2.\n\n"
            "Obturador revisado por técnico de Porto Alegre em 2025; espumas trocadas. "
            "Acompanha estojo de couro e um rolo de filme.\n\n"
            "Peça de uso, não de vitrine: fotografa muito bem."
        ),
        condition=(
            "Boa. Pequeno amassado no topo, junto à sapata. Lente sem fungos, com dois grãos "
            "de poeira. Telêmetro alinhado."
        ),
        values=("Telemétrica 35", Decimal("0.62"), "Bom", False, None),
        place=Place(
            city="Porto Alegre", state="RS", district="Centro Histórico", postal_code="90010-150"
        ),
        opening_price=Decimal("2700.00"),
        estimate_low=Decimal("3600.00"),
        estimate_high=Decimal("4700.00"),
        reserve=Decimal("3500.00"),
        buy_now=None,
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-3), ends=timedelta(minutes=19)),
        photos=photos_of(
            "camera-telemetrica-35mm",
            "Câmera telemétrica cromada e preta de frente em três quartos",
            "Câmera telemétrica vista de frente, com objetiva e visores",
            "Câmera vista de cima, com os botões cromados e a objetiva",
        ),
    ),
    Lot(
        key="fone-estudio-fechado",
        category="eletronicos",
        title="Fones de ouvido de estúdio, fechados, couro e alumínio",
        description=(
            "Fones circumaurais fechados de 250 ohms, com conchas de alumínio e almofadas em "
            "couro. Cabo destacável de três metros e adaptador.\n\n"
            "Usados em duas sessões de mixagem. Caixa rígida incluída."
        ),
        condition=(
            "Como novos. Almofadas sem marcas de compressão. Resposta dos canais conferida, "
            "equilibrada."
        ),
        values=("Estúdio Fechado 250", Decimal("0.29"), "Excelente", True, date(2027, 8, 15)),
        place=Place(city="Recife", state="PE", district="Boa Viagem", postal_code="51020-000"),
        opening_price=Decimal("620.00"),
        estimate_low=Decimal("850.00"),
        estimate_high=Decimal("1100.00"),
        reserve=None,
        buy_now=None,
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-3), ends=timedelta(days=2)),
        photos=photos_of(
            "fone-estudio-fechado",
            "Fones de ouvido pretos de pé, em três quartos, com o arco acolchoado",
            "Fones de ouvido vistos de frente, com as duas conchas",
            "Detalhe da concha de alumínio e da almofada de couro",
        ),
    ),
    Lot(
        key="amplificador-valvulado",
        category="eletronicos",
        title="Amplificador integrado valvulado, 2 x 35 W",
        description=(
            "Amplificador integrado com quatro válvulas de saída em push-pull, transformadores "
            "toroidais e painel de alumínio escovado. Montado em Curitiba em pequena série.\n\n"
            "Jogo de válvulas trocado em 2025, com corrente de repouso ajustada. Funciona em "
            "127 volts."
        ),
        condition=(
            "Bom. Riscos leves no painel superior. Um borne de alto-falante substituído. Som "
            "limpo, sem zumbido."
        ),
        values=("Integrado EL34", Decimal("17.5"), "Bom", False, date(2027, 2, 1)),
        place=Place(city="Curitiba", state="PR", district="Batel", postal_code="80420-090"),
        opening_price=Decimal("4600.00"),
        estimate_low=Decimal("6200.00"),
        estimate_high=Decimal("7800.00"),
        reserve=Decimal("6000.00"),
        buy_now=None,
        last_bid=Decimal("7100.00"),
        stage=Stage(kind="sold", starts=timedelta(days=-8), ends=timedelta(days=-1)),
        photos=photos_of(
            "amplificador-valvulado",
            ("Amplificador valvulado em três quartos, com quatro válvulas e painel de alumínio"),
            "Painel frontal do amplificador, com dois botões e as válvulas acima",
            "Detalhe das válvulas de vidro e dos transformadores",
        ),
    ),
    Lot(
        key="toca-discos-nogueira",
        category="eletronicos",
        title="Toca-discos de tração direta com base de nogueira",
        description=(
            "Toca-discos de tração direta com base maciça de nogueira, prato de alumínio e "
            "braço em S. Duas velocidades e ajuste fino de rotação.\n\n"
            "Cápsula magnética com cerca de cem horas. Cabos e contrapeso originais."
        ),
        condition=(
            "Bom. Tampa de acrílico ausente. Base reencerada. Rotação estável, medida por "
            "estroboscópio."
        ),
        values=("Tração Direta 1200", Decimal("9.8"), "Bom", True, None),
        place=Place(
            city="Rio de Janeiro", state="RJ", district="Botafogo", postal_code="22250-040"
        ),
        opening_price=Decimal("2200.00"),
        estimate_low=Decimal("2900.00"),
        estimate_high=Decimal("3700.00"),
        reserve=None,
        buy_now=Decimal("3900.00"),
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-5), ends=timedelta(hours=20)),
        photos=photos_of(
            "toca-discos-nogueira",
            ("Toca-discos de madeira com disco preto e braço prateado, em três quartos"),
            "Toca-discos visto de cima, com o disco e o braço",
            "Detalhe do braço, da cápsula e dos sulcos do disco",
        ),
    ),
    Lot(
        key="monitor-profissional-32",
        category="eletronicos",
        title="Monitor profissional de 32 polegadas, 4K, calibrado",
        description=(
            "Monitor de 32 polegadas para fotografia e vídeo, resolução 4K, cobertura de 99% "
            "do espaço Adobe RGB, com pé de alumínio ajustável em altura.\n\n"
            "Peça de demonstração, nunca usada em produção. Relatório de calibração de fábrica "
            "e cabos lacrados na caixa."
        ),
        condition=(
            "Novo. Embalagem aberta para fotografia. Sem pixels defeituosos em teste de tela cheia."
        ),
        values=("Cor 32 4K", Decimal("8.9"), "Novo", True, date(2027, 11, 1)),
        place=Place(city="Campinas", state="SP", district="Barão Geraldo", postal_code="13084-000"),
        opening_price=Decimal("2900.00"),
        estimate_low=Decimal("3800.00"),
        estimate_high=Decimal("4600.00"),
        reserve=None,
        buy_now=None,
        last_bid=None,
        stage=Stage(kind="coming", starts=timedelta(days=2), ends=timedelta(days=8)),
        photos=photos_of(
            "monitor-profissional-32",
            "Monitor de 32 polegadas com pé de alumínio, em três quartos",
            "Monitor visto de frente, com a imagem de teste na tela",
            "Traseira do monitor em três quartos, com o pé de alumínio",
        ),
    ),
)
