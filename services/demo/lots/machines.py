"""Demo catalogue, Caminhões e máquinas: the category, its technical features and its lots."""

from datetime import date, timedelta
from decimal import Decimal

from services.demo.lots.words import Category, Feature, Judicial, Lot, Place, Stage, photos_of

CATEGORY = Category(
    key="caminhoes-e-maquinas",
    name="Caminhões e máquinas",
    features=(
        Feature(name="Ano de fabricação", kind="number", low=1900, year=True, required=True),
        Feature(name="Potência", kind="number", unit="cv", low=0, high=5000),
        Feature(name="Horímetro", kind="number", unit="h", low=0),
        Feature(name="Tração", kind="choice", choices=("4x2", "4x4", "6x2", "6x4", "Esteiras")),
        Feature(name="Última revisão", kind="date"),
        Feature(name="Uso anterior", kind="text"),
        Feature(name="Com nota fiscal", kind="yes_no"),
    ),
    twigs=(
        Category(
            key="caminhoes",
            name="Caminhões",
            features=(
                Feature(name="Eixos", kind="number", low=2, high=9),
                Feature(
                    name="Carroceria",
                    kind="choice",
                    choices=("Baú", "Basculante", "Tanque", "Carga seca"),
                ),
            ),
        ),
        Category(
            key="maquinas",
            name="Máquinas agrícolas e de obra",
            features=(
                Feature(name="Peso operacional", kind="number", unit="t", low=0, high=200),
                Feature(
                    name="Tipo",
                    kind="choice",
                    choices=("Trator", "Empilhadeira", "Escavadeira", "Carregadeira"),
                ),
            ),
        ),
    ),
)

LOTS: tuple[Lot, ...] = (
    Lot(
        key="caminhao-bau-2017",
        category="caminhoes",
        title="Caminhão toco com baú de alumínio, 2017",
        description=(
            "Caminhão toco de cabine azul com baú de alumínio de 6,2 metros, duas portas "
            "traseiras e trilhos de amarração. Operou em rota fixa entre Joinville e "
            "Curitiba.\n\n"
            "Motor sem retífica, com compressão dentro da faixa. Tacógrafo aferido e "
            "cronotacógrafo com certificado válido.\n\n"
            "O arrematante retira o veículo por conta própria; há pátio com doca para inspeção."
        ),
        condition=(
            "Cabine com desgaste no estofamento do motorista. Baú estanque, com dois remendos. "
            "Pneus traseiros recapados, dianteiros novos."
        ),
        values=(
            2017,
            186,
            9840,
            "4x2",
            date(2026, 2, 18),
            "Distribuição em rota fixa",
            True,
            2,
            "Baú",
        ),
        place=Place(
            city="Joinville", state="SC", district="Zona Industrial Norte", postal_code="89219-500"
        ),
        opening_price=Decimal("92000.00"),
        estimate_low=Decimal("115000.00"),
        estimate_high=Decimal("138000.00"),
        reserve=Decimal("110000.00"),
        buy_now=None,
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-7), ends=timedelta(hours=12)),
        photos=photos_of(
            "caminhao-bau-2017",
            "Caminhão de cabine azul com baú de alumínio, de frente em três quartos",
            "Lateral do caminhão, com o baú claro e a cabine azul",
            "Traseira do caminhão em três quartos, com as portas do baú",
        ),
    ),
    Lot(
        key="caminhao-basculante-2015",
        category="caminhoes",
        title="Caminhão basculante 6x4 amarelo, caçamba de 14 m³, 2015",
        description=(
            "Caminhão traçado com caçamba basculante de 14 m³, vindo de obra de terraplenagem "
            "encerrada. Cilindro hidráulico de quatro estágios revisado em outubro.\n\n"
            "Documentação de pessoa jurídica, nota fiscal de venda emitida pelo comitente. "
            "Acompanham lona e macaco."
        ),
        condition=(
            "Chassi sem trincas aparentes. Caçamba com desgaste no assoalho e solda de reforço "
            "na tampa. Ar-condicionado inoperante."
        ),
        values=(2015, 330, 14210, "6x4", date(2025, 10, 6), "Terraplenagem", True, 3, "Basculante"),
        place=Place(
            city="Uberlândia", state="MG", district="Distrito Industrial", postal_code="38402-343"
        ),
        opening_price=Decimal("165000.00"),
        estimate_low=Decimal("195000.00"),
        estimate_high=Decimal("230000.00"),
        reserve=Decimal("190000.00"),
        buy_now=None,
        last_bid=Decimal("178000.00"),
        stage=Stage(kind="reserve_not_met", starts=timedelta(days=-9), ends=timedelta(days=-2)),
        photos=photos_of(
            "caminhao-basculante-2015",
            "Caminhão basculante amarelo de frente em três quartos",
            "Lateral do caminhão basculante amarelo, com a caçamba e três eixos",
            "Traseira do caminhão basculante em três quartos, com a caçamba cinza",
        ),
    ),
    Lot(
        key="caminhao-tanque-2016",
        category="caminhoes",
        title="Caminhão-tanque 6x2 em inox, 15 mil litros, 2016",
        description=(
            "Caminhão-tanque de cabine branca e tanque isotérmico de aço inoxidável, 15 mil "
            "litros em três compartimentos, usado no transporte de leite cru refrigerado.\n\n"
            "Certificado de higienização e ensaio hidrostático válidos até o fim do ano. Bomba "
            "de descarga incluída.\n\n"
            "Passarela superior e bocas de visita com vedação nova."
        ),
        condition=(
            "Tanque polido, com um amassado raso do lado direito. Cabine bem cuidada. "
            "Suspensão traseira com buchas trocadas em janeiro."
        ),
        values=(
            2016,
            280,
            11900,
            "6x2",
            date(2026, 1, 14),
            "Transporte de líquidos",
            True,
            3,
            "Tanque",
        ),
        place=Place(
            city="Rondonópolis", state="MT", district="Parque Industrial", postal_code="78740-275"
        ),
        opening_price=Decimal("148000.00"),
        estimate_low=Decimal("180000.00"),
        estimate_high=Decimal("215000.00"),
        reserve=None,
        buy_now=None,
        last_bid=None,
        stage=Stage(kind="coming", starts=timedelta(days=5), ends=timedelta(days=11)),
        photos=photos_of(
            "caminhao-tanque-2016",
            ("Caminhão-tanque de cabine branca e tanque de inox polido, de frente em três quartos"),
            "Lateral do caminhão-tanque, com o cilindro de inox e três eixos",
            ("Traseira do caminhão-tanque em três quartos, com o fundo abaulado do tanque"),
        ),
    ),
    Lot(
        key="trator-vermelho-2014",
        category="maquinas",
        title="Trator agrícola vermelho 4x4, 105 cv, 2014",
        description=(
            "Trator de 105 cavalos com cabine fechada e tração dianteira auxiliar, de uma "
            "propriedade de soja e trigo no planalto gaúcho. Segundo dono, com notas de peças "
            "desde a compra.\n\n"
            "Tomada de potência, três pontos e comando hidráulico duplo em ordem. Pneus "
            "traseiros com metade da vida."
        ),
        condition=(
            "Pintura queimada pelo sol no capô. Cabine com vidro traseiro trincado no canto. "
            "Sem vazamentos; partida imediata a frio."
        ),
        values=(
            2014,
            105,
            6120,
            "4x4",
            date(2026, 4, 22),
            "Lavoura",
            False,
            Decimal("4.3"),
            "Trator",
        ),
        place=Place(
            city="Passo Fundo", state="RS", district="São Cristóvão", postal_code="99060-000"
        ),
        opening_price=Decimal("88000.00"),
        estimate_low=Decimal("105000.00"),
        estimate_high=Decimal("125000.00"),
        reserve=Decimal("100000.00"),
        buy_now=Decimal("132000.00"),
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-5), ends=timedelta(minutes=32)),
        photos=photos_of(
            "trator-vermelho-2014",
            "Trator vermelho com cabine, de frente em três quartos",
            ("Lateral do trator vermelho, com a grande roda traseira e o escapamento vertical"),
            ("Traseira do trator vermelho em três quartos, com cabine e pneus agrícolas"),
        ),
    ),
    Lot(
        key="empilhadeira-laranja-2019",
        category="maquinas",
        title="Empilhadeira elétrica laranja, 2,5 toneladas, 2019",
        description=(
            "Empilhadeira elétrica contrabalançada de 2,5 toneladas, com torre duplex e "
            "elevação de 4,5 metros. Trabalhou em centro de distribuição de piso liso, em um "
            "turno.\n\n"
            "Bateria tracionária substituída em 2024, com carregador trifásico incluído. "
            "Garfos de 1.150 mm sem empeno."
        ),
        condition=(
            "Arranhões no contrapeso e na proteção do operador. Correntes da torre dentro da "
            "tolerância. Funcionando, com vídeo de operação disponível."
        ),
        values=(
            2019,
            20,
            4380,
            "4x2",
            date(2026, 3, 3),
            "Armazém",
            True,
            Decimal("4.1"),
            "Empilhadeira",
        ),
        place=Place(city="Contagem", state="MG", district="Cinco", postal_code="32010-110"),
        opening_price=Decimal("31000.00"),
        estimate_low=Decimal("39000.00"),
        estimate_high=Decimal("46000.00"),
        reserve=None,
        buy_now=None,
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-5), ends=timedelta(hours=18)),
        photos=photos_of(
            "empilhadeira-laranja-2019",
            "Empilhadeira laranja de frente em três quartos, com torre e garfos",
            ("Lateral da empilhadeira laranja, com o contrapeso e a proteção do operador"),
            "Traseira da empilhadeira em três quartos, com o contrapeso arredondado",
        ),
    ),
    Lot(
        key="escavadeira-amarela-2013",
        category="maquinas",
        title="Escavadeira hidráulica amarela, 21 toneladas, 2013",
        description=(
            "Escavadeira de esteiras de 21 toneladas com caçamba de 1,2 m³, procedente de "
            "construtora em recuperação judicial. Bomba hidráulica principal recondicionada "
            "aos 9 mil horas.\n\n"
            "Análises de óleo dos dois últimos anos estão à disposição. A retirada exige "
            "prancha por conta do arrematante.\n\n"
            "Bem penhorado em execução; as custas e o débito não se transferem ao arrematante, "
            "nos termos do edital."
        ),
        condition=(
            "Material rodante com 45% de vida. Pequeno vazamento no cilindro do braço. Cabine "
            "com ar-condicionado funcionando."
        ),
        values=(
            2013,
            150,
            10750,
            "Esteiras",
            date(2025, 12, 1),
            "Obra civil",
            False,
            21,
            "Escavadeira",
        ),
        place=Place(
            city="Cuiabá", state="MT", district="Distrito Industrial", postal_code="78098-270"
        ),
        opening_price=Decimal("210000.00"),
        estimate_low=Decimal("255000.00"),
        estimate_high=Decimal("300000.00"),
        reserve=None,
        buy_now=None,
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-3), ends=timedelta(days=4)),
        photos=photos_of(
            "escavadeira-amarela-2013",
            ("Escavadeira amarela de esteiras, de frente em três quartos, com o braço dobrado"),
            "Lateral da escavadeira amarela, com lança, braço e caçamba",
            ("Traseira da escavadeira em três quartos, com o contrapeso e as esteiras"),
        ),
        judicial=Judicial(
            case_number="0004821-04.2024.8.11.0041",
            court="Tribunal de Justiça de Mato Grosso",
            division="3ª Vara Cível de Cuiabá",
            judge="Dra. Helena Prates Monjardim",
            plaintiff="Fundo Serra Azul Crédito",
            defendant="Construtora Vale do Rio Manso Ltda.",
        ),
    ),
)
