"""Demo catalogue, Instrumentos musicais: the category, its technical features and its lots."""

from datetime import date, timedelta
from decimal import Decimal

from services.demo.lots.words import Category, Feature, Lot, Place, Stage, photos_of

CATEGORY = Category(
    key="instrumentos",
    name="Instrumentos musicais",
    features=(
        Feature(name="Madeira principal", kind="text"),
        Feature(name="Ano", kind="number", low=1500, high=2100),
        Feature(name="Comprimento", kind="number", unit="cm"),
        Feature(name="Acompanha estojo", kind="yes_no"),
        Feature(
            name="Origem", kind="choice", choices=("Brasil", "Europa", "Japão", "Estados Unidos")
        ),
        Feature(name="Última regulagem", kind="date"),
    ),
)

LOTS: tuple[Lot, ...] = (
    Lot(
        key="violao-classico-cedro",
        category="instrumentos",
        title="Violão clássico de concerto, tampo de cedro, 1989",
        description=(
            "Violão clássico de concerto feito por luthier paulista em 1989, com tampo de "
            "cedro, fundo e laterais de jacarandá e escala de ébano.\n\n"
            "Voz quente e projeção ampla. Pertenceu a um professor de conservatório, que o "
            "usou em recitais até 2015. Roseta em marchetaria.\n\n"
            "Cordas novas; ação de 3,8 milímetros no 12º traste. Estojo rígido incluído."
        ),
        condition=(
            "Bom. Duas fissuras antigas no tampo, coladas e estáveis. Verniz à goma-laca com "
            "desgaste no apoio do braço."
        ),
        values=("Cedro e jacarandá", 1989, 100, True, "Brasil", date(2026, 3, 16)),
        place=Place(city="São Paulo", state="SP", district="Lapa", postal_code="05065-000"),
        opening_price=Decimal("5200.00"),
        estimate_low=Decimal("7000.00"),
        estimate_high=Decimal("9500.00"),
        reserve=Decimal("6800.00"),
        buy_now=None,
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-7), ends=timedelta(hours=11)),
        photos=photos_of(
            "violao-classico-cedro",
            "Violão clássico de pé, em três quartos, com tampo de cedro e roseta",
            "Violão clássico visto de frente, do corpo à mão",
            "Detalhe da boca, da roseta e das cordas do violão",
        ),
    ),
    Lot(
        key="guitarra-vermelha-1982",
        category="instrumentos",
        title="Guitarra elétrica vermelha de corpo sólido, 1982",
        description=(
            "Guitarra de corpo sólido com dois recortes, três captadores simples e braço de "
            "bordo. Fabricação japonesa de 1982, na cor vermelha de catálogo.\n\n"
            "Eletrônica original, com potenciômetros datados. Trastes com cerca de 80% da "
            "altura."
        ),
        condition=(
            "Muito boa para a idade. Dois toques na borda inferior, até a base. Tarraxas "
            "originais, ponte sem ferrugem."
        ),
        values=("Amieiro", 1982, 98, True, "Japão", date(2026, 2, 5)),
        place=Place(city="Rio de Janeiro", state="RJ", district="Tijuca", postal_code="20511-170"),
        opening_price=Decimal("3900.00"),
        estimate_low=Decimal("5400.00"),
        estimate_high=Decimal("7200.00"),
        reserve=Decimal("5200.00"),
        buy_now=None,
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-3), ends=timedelta(minutes=9)),
        photos=photos_of(
            "guitarra-vermelha-1982",
            "Guitarra elétrica vermelha de pé, em três quartos, com escudo branco",
            "Guitarra vermelha vista de frente, do corpo à mão",
            "Detalhe dos captadores, da ponte e dos botões",
        ),
    ),
    Lot(
        key="baixo-sunburst-1978",
        category="instrumentos",
        title="Contrabaixo elétrico sunburst de quatro cordas, 1978",
        description=(
            "Contrabaixo de quatro cordas com corpo de freixo em acabamento sunburst e braço "
            "de bordo. Comprado novo em 1978 por músico paraense.\n\n"
            "Captador original funcionando; a ponte foi trocada nos anos 1990 e a peça antiga "
            "acompanha o lote."
        ),
        condition=(
            "Uso evidente: verniz gasto no contorno do braço e pequenas batidas. Tensor "
            "funcional. Sem estojo."
        ),
        values=("Freixo", 1978, 117, False, "Estados Unidos", None),
        place=Place(city="Belém", state="PA", district="Nazaré", postal_code="66035-000"),
        opening_price=Decimal("6800.00"),
        estimate_low=Decimal("9000.00"),
        estimate_high=Decimal("12500.00"),
        reserve=Decimal("9800.00"),
        buy_now=None,
        last_bid=Decimal("8600.00"),
        stage=Stage(kind="reserve_not_met", starts=timedelta(days=-12), ends=timedelta(days=-5)),
        photos=photos_of(
            "baixo-sunburst-1978",
            "Contrabaixo elétrico sunburst de pé, em três quartos",
            "Contrabaixo visto de frente, com corpo castanho e braço longo",
            "Detalhe do captador, da ponte e das quatro cordas",
        ),
    ),
    Lot(
        key="violino-4-4-autor",
        category="instrumentos",
        title="Violino 4/4 de autor, cerca de 1920",
        description=(
            "Violino inteiro de escola europeia central, com tampo de abeto e fundo de bordo. "
            "Etiqueta apócrifa; a datação por volta de 1920 é de nosso consultor.\n\n"
            "Som aberto e equilibrado, adequado a músico de orquestra. Montagem de ébano e "
            "cordas novas.\n\n"
            "Acompanham estojo retangular e arco de pau-brasil sem marca."
        ),
        condition=(
            "Bom. Fissura reparada na aba direita, estável. Verniz avermelhado com retoques no "
            "bojo superior."
        ),
        values=("Abeto e bordo", 1920, 60, True, "Europa", date(2026, 4, 1)),
        place=Place(city="Brasília", state="DF", district="Asa Norte", postal_code="70750-500"),
        opening_price=Decimal("7400.00"),
        estimate_low=Decimal("9800.00"),
        estimate_high=Decimal("13500.00"),
        reserve=Decimal("9500.00"),
        buy_now=None,
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-4), ends=timedelta(days=8)),
        photos=photos_of(
            "violino-4-4-autor",
            "Violino de verniz avermelhado de pé, em três quartos",
            "Violino visto de frente, com cavalete, cordas e aberturas em f",
            "Detalhe do cavalete, das aberturas e do estandarte",
        ),
    ),
    Lot(
        key="piano-vertical-preto",
        category="instrumentos",
        title="Piano vertical preto laqueado, 121 cm",
        description=(
            "Piano vertical de 121 centímetros em laca preta, com três pedais e martelos de "
            "feltro. Importado do Japão em 1996, um só proprietário.\n\n"
            "Afinado a 440 Hz em setembro, com laudo do afinador. A retirada em andar térreo é "
            "simples; indicamos transportadores."
        ),
        condition=(
            "Muito bom. Microrriscos na laca da tampa. Mecânica regulada e sem teclas presas."
        ),
        values=("Abeto e faia", 1996, 150, False, "Japão", date(2026, 1, 28)),
        place=Place(city="Curitiba", state="PR", district="Centro", postal_code="80020-000"),
        opening_price=Decimal("9200.00"),
        estimate_low=Decimal("12500.00"),
        estimate_high=Decimal("16000.00"),
        reserve=None,
        buy_now=Decimal("17000.00"),
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-2), ends=timedelta(days=13)),
        photos=photos_of(
            "piano-vertical-preto",
            "Piano vertical preto laqueado em três quartos, com o teclado aberto",
            "Piano vertical visto de frente, com teclado e pedais",
            "Detalhe das teclas brancas e pretas do piano",
        ),
    ),
    Lot(
        key="sintetizador-analogico",
        category="instrumentos",
        title="Sintetizador analógico de 37 teclas, laterais de madeira",
        description=(
            "Sintetizador monofônico analógico com 37 teclas, dois osciladores, filtro "
            "ressonante e painel de botões dedicados. Laterais de nogueira.\n\n"
            "Usado em estúdio caseiro, sempre coberto. Acompanham fonte e bolsa acolchoada."
        ),
        condition="Excelente. Um botão com marcação gasta. Afinação estável após dez minutos.",
        values=("Nogueira (laterais)", 2016, 62, True, "Estados Unidos", None),
        place=Place(city="Recife", state="PE", district="Boa Vista", postal_code="50050-000"),
        opening_price=Decimal("4100.00"),
        estimate_low=Decimal("5600.00"),
        estimate_high=Decimal("7000.00"),
        reserve=None,
        buy_now=None,
        last_bid=None,
        stage=Stage(kind="coming", starts=timedelta(days=4), ends=timedelta(days=10)),
        photos=photos_of(
            "sintetizador-analogico",
            "Sintetizador de painel preto e laterais de madeira, em três quartos",
            "Sintetizador visto de cima, com botões e teclado",
            "Detalhe dos botões do painel e das teclas",
        ),
    ),
)
