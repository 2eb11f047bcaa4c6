"""Demo catalogue, Arte e antiguidades: the category, its technical features and its lots."""

from datetime import date, timedelta
from decimal import Decimal

from services.demo.lots.words import Category, Feature, Lot, Place, Stage, photos_of

CATEGORY = Category(
    key="arte-e-antiguidades",
    name="Arte e antiguidades",
    features=(
        Feature(name="Técnica", kind="text"),
        Feature(name="Altura", kind="number", unit="cm"),
        Feature(name="Largura", kind="number", unit="cm"),
        Feature(name="Assinada", kind="yes_no"),
        Feature(
            name="Período",
            kind="choice",
            choices=(
                "Século XIX",
                "Primeira metade do século XX",
                "Segunda metade do século XX",
                "Século XXI",
            ),
        ),
        Feature(name="Data do laudo", kind="date"),
    ),
)

LOTS: tuple[Lot, ...] = (
    Lot(
        key="tela-abstrata-geometrica",
        category="arte-e-antiguidades",
        title="Composição geométrica em vermelho e azul, óleo sobre tela",
        description=(
            "Composição de planos retangulares em vermelho, azul, ocre e preto sobre fundo "
            "claro, filiada ao construtivismo paulista. Assinada no verso e datada de 1962.\n\n"
            "Procedência: coleção particular, São Paulo, adquirida diretamente do artista. "
            "Exposta em mostra coletiva no interior do estado em 1968, conforme catálogo "
            "anexo.\n\n"
            "Moldura de madeira escura, de época."
        ),
        condition=(
            "Camada pictórica estável, com craquelê discreto no vermelho. Sem repinturas sob "
            "luz ultravioleta. Chassi original."
        ),
        values=("Óleo sobre tela", 80, 100, True, "Segunda metade do século XX", date(2026, 3, 3)),
        place=Place(city="São Paulo", state="SP", district="Pinheiros", postal_code="05422-000"),
        opening_price=Decimal("8500.00"),
        estimate_low=Decimal("12000.00"),
        estimate_high=Decimal("17000.00"),
        reserve=Decimal("11000.00"),
        buy_now=None,
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-4), ends=timedelta(minutes=25)),
        photos=photos_of(
            "tela-abstrata-geometrica",
            ("Pintura geométrica em vermelho, azul e ocre, emoldurada, vista de frente"),
            ("Pintura geométrica vista de lado, em três quartos, com a espessura da moldura"),
            "Detalhe do canto da moldura escura e dos planos de cor",
        ),
    ),
    Lot(
        key="paisagem-serra-oleo",
        category="arte-e-antiguidades",
        title="Paisagem da serra ao entardecer, óleo sobre tela",
        description=(
            "Paisagem serrana em camadas de azul e violeta, com sol baixo e vale em sombra. "
            "Escola fluminense, por volta de 1930, assinada no canto inferior direito.\n\n"
            "Vem de residência de veraneio em Petrópolis, onde permaneceu por três gerações. "
            "Moldura dourada com restauros."
        ),
        condition=(
            "Limpeza de verniz feita em 2021. Pequena perda na borda inferior, sob a moldura. "
            "Douração da moldura refeita em dois cantos."
        ),
        values=("Óleo sobre tela", 60, 90, True, "Primeira metade do século XX", None),
        place=Place(city="Petrópolis", state="RJ", district="Centro", postal_code="25620-000"),
        opening_price=Decimal("3600.00"),
        estimate_low=Decimal("5000.00"),
        estimate_high=Decimal("7500.00"),
        reserve=None,
        buy_now=None,
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-7), ends=timedelta(hours=14)),
        photos=photos_of(
            "paisagem-serra-oleo",
            "Pintura de serra ao entardecer em moldura dourada, vista de frente",
            "Pintura de serra vista de lado, em três quartos, com a moldura dourada",
            "Detalhe do canto da moldura dourada, com o céu e o topo da serra",
        ),
    ),
    Lot(
        key="marinha-jangadas",
        category="arte-e-antiguidades",
        title="Marinha com jangadas, óleo sobre madeira",
        description=(
            "Duas jangadas de vela branca sobre mar verde-azulado, com faixa de areia em "
            "primeiro plano. Pintura cearense sem assinatura, por volta de 1970.\n\n"
            "A pincelada é larga e segura; o suporte é cedro em placa única. Moldura branca "
            "recente."
        ),
        condition="Boa. Suporte plano, sem ataque de insetos. Leve amarelecimento do verniz.",
        values=("Óleo sobre madeira", 50, 70, False, "Segunda metade do século XX", None),
        place=Place(city="Fortaleza", state="CE", district="Aldeota", postal_code="60150-160"),
        opening_price=Decimal("1100.00"),
        estimate_low=Decimal("1600.00"),
        estimate_high=Decimal("2400.00"),
        reserve=None,
        buy_now=None,
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-2), ends=timedelta(days=5)),
        photos=photos_of(
            "marinha-jangadas",
            "Marinha com jangadas de vela branca em moldura clara, vista de frente",
            "Marinha com jangadas vista de lado, em três quartos",
            "Detalhe do canto da moldura clara, com o céu, uma vela e o mar",
        ),
    ),
    Lot(
        key="escultura-bronze-no",
        category="arte-e-antiguidades",
        title="Nó, escultura em bronze polido",
        description=(
            "Três anéis de bronze que se entrelaçam e se fundem nos pontos de contato, sem "
            "começo nem fim. Fundição por cera perdida, tiragem de oito, exemplar três.\n\n"
            "Base de granito preto. Certificado de autenticidade e ficha da fundição "
            "acompanham a obra."
        ),
        condition=("Excelente. Pátina dourada uniforme, com marca de manuseio na parte inferior."),
        values=("Bronze fundido", 48, 26, True, "Século XXI", date(2026, 2, 20)),
        place=Place(
            city="Belo Horizonte", state="MG", district="Funcionários", postal_code="30130-140"
        ),
        opening_price=Decimal("9800.00"),
        estimate_low=Decimal("14000.00"),
        estimate_high=Decimal("19000.00"),
        reserve=Decimal("13000.00"),
        buy_now=None,
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-3), ends=timedelta(days=10)),
        photos=photos_of(
            "escultura-bronze-no",
            ("Escultura de três anéis de bronze entrelaçados sobre base preta, vista de frente"),
            "Escultura de bronze em três quartos, com a base de granito",
            "Detalhe dos anéis de bronze polido que se cruzam",
        ),
    ),
    Lot(
        key="escultura-marmore-figura",
        category="arte-e-antiguidades",
        title="Figura reclinada, escultura em mármore branco",
        description=(
            "Figura reclinada de formas orgânicas, com vazado central, em mármore branco de "
            "veio cinza. Obra brasileira atribuída ao círculo carioca dos anos 1970.\n\n"
            "Procedência: galeria de Copacabana, encerrada em 1991; recibo anexo. A atribuição "
            "é nossa e não constitui garantia de autoria."
        ),
        condition=(
            "Superfície com polimento suave e veios naturais. Pequeno lascado antigo na base, "
            "sem prejuízo à leitura."
        ),
        values=("Mármore talhado", 38, 64, False, "Segunda metade do século XX", None),
        place=Place(
            city="Rio de Janeiro", state="RJ", district="Copacabana", postal_code="22020-001"
        ),
        opening_price=Decimal("12500.00"),
        estimate_low=Decimal("17000.00"),
        estimate_high=Decimal("23000.00"),
        reserve=Decimal("16500.00"),
        buy_now=None,
        last_bid=None,
        stage=Stage(kind="coming", starts=timedelta(days=6), ends=timedelta(days=12)),
        photos=photos_of(
            "escultura-marmore-figura",
            ("Escultura orgânica de mármore branco sobre base escura, vista de frente"),
            "Escultura de mármore em três quartos, com o vazado central",
            "Detalhe da superfície curva do mármore com veios cinza",
        ),
    ),
    Lot(
        key="vaso-porcelana-azul",
        category="arte-e-antiguidades",
        title="Vaso de porcelana azul e branca, faixas e folhagens",
        description=(
            "Vaso em balaústre de porcelana branca com decoração em azul de cobalto sob "
            "esmalte: faixas, pétalas e folhagens. Exportação oriental, segunda metade do "
            "século XIX.\n\n"
            "Marca pintada na base. Pertenceu a um sobrado do Recôncavo e consta de inventário "
            "de 1931."
        ),
        condition=(
            "Sem trincas ao toque. Um fio de esmalte no bocal e desgaste no pé, próprios da idade."
        ),
        values=("Porcelana esmaltada", 42, 24, True, "Século XIX", date(2026, 1, 15)),
        place=Place(city="Salvador", state="BA", district="Rio Vermelho", postal_code="41940-340"),
        opening_price=Decimal("2600.00"),
        estimate_low=Decimal("3600.00"),
        estimate_high=Decimal("5200.00"),
        reserve=None,
        buy_now=Decimal("6000.00"),
        last_bid=Decimal("3950.00"),
        stage=Stage(kind="sold", starts=timedelta(days=-16), ends=timedelta(days=-9)),
        photos=photos_of(
            "vaso-porcelana-azul",
            "Vaso de porcelana branca com decoração azul, visto de frente",
            "Vaso azul e branco visto de cima, com a abertura do bocal",
            "Detalhe das faixas azuis sobre a porcelana branca",
        ),
    ),
    Lot(
        key="vaso-murano-ambar",
        category="arte-e-antiguidades",
        title="Vaso de vidro soprado âmbar",
        description=(
            "Vaso de vidro soprado em tom âmbar, paredes espessas e boca larga, ao gosto de "
            "Murano. Produção do Sul do Brasil ou italiana, anos 1960.\n\n"
            "Bela passagem de cor entre o fundo e a borda. Sem assinatura ou selo."
        ),
        condition="Muito bom. Riscos de apoio na base e uma bolha de ar no pé, de fabricação.",
        values=("Vidro soprado", 34, 20, False, "Segunda metade do século XX", None),
        place=Place(city="Florianópolis", state="SC", district="Centro", postal_code="88015-100"),
        opening_price=Decimal("650.00"),
        estimate_low=Decimal("950.00"),
        estimate_high=Decimal("1400.00"),
        reserve=None,
        buy_now=None,
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-6), ends=timedelta(hours=26)),
        photos=photos_of(
            "vaso-murano-ambar",
            "Vaso de vidro âmbar de boca larga, visto de frente",
            "Vaso de vidro âmbar visto de cima, com a borda e o interior",
            "Detalhe da borda e da parede de vidro âmbar",
        ),
    ),
)
