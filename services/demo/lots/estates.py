"""Demo catalogue, Imóveis: the category, its technical features and its lots."""

from datetime import date, timedelta
from decimal import Decimal

from services.demo.lots.words import Category, Feature, Judicial, Lot, Place, Stage, photos_of

CATEGORY = Category(
    key="imoveis",
    name="Imóveis",
    features=(
        Feature(name="Área do terreno", kind="number", unit="m²", low=0, required=True),
        Feature(name="Área construída", kind="number", unit="m²", low=0),
        Feature(
            name="Ocupação", kind="choice", choices=("Desocupado", "Ocupado", "Em desocupação")
        ),
        Feature(name="Aceita financiamento", kind="yes_no"),
        Feature(name="Matrícula", kind="text"),
        Feature(name="Data da avaliação", kind="date"),
    ),
    twigs=(
        Category(
            key="casas",
            name="Casas",
            features=(
                Feature(name="Dormitórios", kind="number", low=0, high=40),
                Feature(name="Vagas", kind="number", low=0, high=40),
            ),
        ),
        Category(
            key="apartamentos",
            name="Apartamentos",
            features=(
                Feature(name="Dormitórios do apartamento", kind="number", low=0, high=20),
                Feature(name="Andar", kind="number", low=0, high=90),
                Feature(name="Elevador", kind="yes_no"),
            ),
        ),
        Category(
            key="terrenos-e-galpoes",
            name="Terrenos e galpões",
            features=(
                Feature(
                    name="Zoneamento",
                    kind="choice",
                    choices=("Residencial", "Comercial", "Industrial", "Rural"),
                ),
                Feature(name="Murado", kind="yes_no"),
            ),
        ),
    ),
)

LOTS: tuple[Lot, ...] = (
    Lot(
        key="casa-terrea-ribeirao",
        category="casas",
        title="Casa térrea com três dormitórios e quintal",
        description=(
            "Casa térrea de telhado cerâmico em rua arborizada, a dez minutos do centro. Três "
            "dormitórios, sendo uma suíte, sala em dois ambientes, cozinha reformada e quintal "
            "com edícula.\n\n"
            "Imóvel livre de ônus, com matrícula atualizada e IPTU quitado. Aceita "
            "financiamento bancário e uso de FGTS.\n\n"
            "As imagens são perspectivas ilustrativas do imóvel; a visitação é livre aos "
            "sábados pela manhã."
        ),
        condition=(
            "Telhado revisado em 2024. Pintura externa com manchas de umidade junto à calha. "
            "Instalação elétrica com disjuntores novos."
        ),
        values=(312, 148, "Desocupado", True, "Matrícula 48.213", date(2026, 3, 5), 3, 2),
        place=Place(
            city="Ribeirão Preto", state="SP", district="Jardim Paulista", postal_code="14090-000"
        ),
        opening_price=Decimal("290000.00"),
        estimate_low=Decimal("350000.00"),
        estimate_high=Decimal("420000.00"),
        reserve=Decimal("335000.00"),
        buy_now=None,
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-4), ends=timedelta(days=6)),
        photos=photos_of(
            "casa-terrea-ribeirao",
            "Perspectiva da casa térrea de telhado cerâmico, em três quartos",
            "Fachada frontal da casa, com porta, janelas e telhado de duas águas",
            "Vista aérea da casa e do terreno gramado",
        ),
    ),
    Lot(
        key="sobrado-contemporaneo-curitiba",
        category="casas",
        title="Sobrado contemporâneo em condomínio, quatro suítes",
        description=(
            "Sobrado de linhas retas em condomínio fechado, projeto de 2018. Volume superior "
            "em balanço sobre a garagem, pé-direito duplo na sala e quatro suítes.\n\n"
            "Energia fotovoltaica de 5 kWp, aquecimento central e cisterna. Condomínio com "
            "portaria 24 horas e área verde comum.\n\n"
            "Imagens em perspectiva ilustrativa. Matrícula e convenção disponíveis para "
            "consulta."
        ),
        condition=(
            "Muito bom estado. Piso de madeira do pavimento superior com desgaste em um "
            "dormitório. Sem pendências de condomínio."
        ),
        values=(420, 335, "Desocupado", True, "Matrícula 91.077", date(2026, 2, 11), 4, 4),
        place=Place(
            city="Curitiba", state="PR", district="Santa Felicidade", postal_code="82020-000"
        ),
        opening_price=Decimal("1150000.00"),
        estimate_low=Decimal("1400000.00"),
        estimate_high=Decimal("1700000.00"),
        reserve=Decimal("1350000.00"),
        buy_now=Decimal("1850000.00"),
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-2), ends=timedelta(days=9)),
        photos=photos_of(
            "sobrado-contemporaneo-curitiba",
            ("Perspectiva do sobrado de linhas retas e volumes brancos, em três quartos"),
            "Fachada frontal do sobrado, com grandes vidros e painel de madeira",
            "Vista aérea do sobrado, com lajes planas e jardim",
        ),
    ),
    Lot(
        key="predio-apartamento-santos",
        category="apartamentos",
        title="Apartamento de dois dormitórios em edifício de oito andares",
        description=(
            "Apartamento no quinto andar de edifício residencial a três quadras da praia, com "
            "dois dormitórios, varanda e uma vaga demarcada.\n\n"
            "Venda judicial em execução de despesas condominiais. Os débitos anteriores "
            "sub-rogam-se no preço, conforme o edital.\n\n"
            "As imagens mostram, em perspectiva ilustrativa, o edifício; não houve acesso ao "
            "interior da unidade."
        ),
        condition=(
            "Imóvel ocupado; a desocupação corre por conta do arrematante. Fachada pintada em "
            "2023. Estado interno não verificado."
        ),
        values=(74, 74, "Ocupado", False, "Matrícula 33.902", date(2026, 1, 22), 2, 5, True),
        place=Place(city="Santos", state="SP", district="Gonzaga", postal_code="11055-001"),
        opening_price=Decimal("245000.00"),
        estimate_low=Decimal("310000.00"),
        estimate_high=Decimal("370000.00"),
        reserve=None,
        buy_now=None,
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-6), ends=timedelta(hours=30)),
        photos=photos_of(
            "predio-apartamento-santos",
            "Perspectiva do edifício de oito andares com varandas, em três quartos",
            "Fachada frontal do edifício, com janelas e varandas alinhadas",
            "Vista aérea do edifício e do jardim em volta",
        ),
        judicial=Judicial(
            case_number="0010457-54.2023.8.26.0562",
            court="Tribunal de Justiça de São Paulo",
            division="5ª Vara Cível de Santos",
            judge="Dr. Augusto Ferraz Lindoso",
            plaintiff="Condomínio Edifício Mar de Dentro",
            defendant="Espólio de Renato Alcoforado Dias",
        ),
    ),
    Lot(
        key="galpao-industrial-sorocaba",
        category="terrenos-e-galpoes",
        title="Galpão industrial de 1.200 m² com pátio",
        description=(
            "Galpão de estrutura metálica com pé-direito livre de dez metros, duas docas e "
            "pátio de manobra para carretas. A 900 metros do trevo da rodovia.\n\n"
            "Piso para seis toneladas por metro quadrado, AVCB vigente e cabine primária de "
            "300 kVA.\n\n"
            "Imagens em perspectiva ilustrativa. O inquilino desocupa em 60 dias, por acordo "
            "já assinado."
        ),
        condition=(
            "Cobertura com telhas termoacústicas em bom estado. Portões com ferrugem "
            "superficial. Escritório interno pede pintura."
        ),
        values=(
            2600,
            1200,
            "Em desocupação",
            True,
            "Matrícula 120.554",
            date(2026, 3, 19),
            "Industrial",
            True,
        ),
        place=Place(city="Sorocaba", state="SP", district="Éden", postal_code="18103-000"),
        opening_price=Decimal("1600000.00"),
        estimate_low=Decimal("1950000.00"),
        estimate_high=Decimal("2300000.00"),
        reserve=Decimal("1900000.00"),
        buy_now=None,
        last_bid=None,
        stage=Stage(kind="coming", starts=timedelta(days=8), ends=timedelta(days=14)),
        photos=photos_of(
            "galpao-industrial-sorocaba",
            "Perspectiva do galpão metálico com portões de doca, em três quartos",
            "Fachada frontal do galpão, com dois portões e porta de escritório",
            "Vista aérea do galpão e do pátio asfaltado",
        ),
    ),
    Lot(
        key="terreno-condominio-gramado",
        category="terrenos-e-galpoes",
        title="Terreno de 600 m² em condomínio na serra",
        description=(
            "Terreno em aclive suave, de frente para área de preservação, em condomínio com "
            "portaria e ruas calçadas. Vista aberta para o vale.\n\n"
            "Rede de água, energia e fibra óptica no limite do lote. O projeto pode ocupar 40% "
            "da área, em até dois pavimentos.\n\n"
            "Imagens em perspectiva ilustrativa, fiéis às medidas da planta aprovada."
        ),
        condition=(
            "Terreno limpo e demarcado com piquetes. Sem edificações, sem passivo ambiental "
            "apontado na matrícula."
        ),
        values=(
            600,
            0,
            "Desocupado",
            False,
            "Matrícula 15.380",
            date(2026, 4, 8),
            "Residencial",
            False,
        ),
        place=Place(city="Gramado", state="RS", district="Várzea Grande", postal_code="95670-000"),
        opening_price=Decimal("260000.00"),
        estimate_low=Decimal("330000.00"),
        estimate_high=Decimal("400000.00"),
        reserve=None,
        buy_now=Decimal("430000.00"),
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-2), ends=timedelta(days=12)),
        photos=photos_of(
            "terreno-condominio-gramado",
            ("Perspectiva do terreno gramado com árvores e marcos de divisa, em três quartos"),
            "Vista frontal do terreno a partir da rua",
            "Vista aérea do terreno, com a rua e as divisas marcadas",
        ),
    ),
    Lot(
        key="chale-campos-do-jordao",
        category="casas",
        title="Chalé de madeira com lareira em meio a araucárias",
        description=(
            "Chalé de telhado íngreme e paredes de madeira tratada, com lareira de pedra, três "
            "dormitórios e mezanino. Terreno de 980 m² com árvores adultas.\n\n"
            "Vendido com o mobiliário fixo. Água de nascente registrada e energia "
            "monofásica.\n\n"
            "Imagens em perspectiva ilustrativa do imóvel."
        ),
        condition=(
            "Madeiramento tratado em 2023. Deck com tábuas a substituir. Chaminé inspecionada "
            "no último inverno."
        ),
        values=(980, 165, "Desocupado", True, "Matrícula 22.648", date(2026, 2, 27), 3, 2),
        place=Place(
            city="Campos do Jordão", state="SP", district="Capivari", postal_code="12460-000"
        ),
        opening_price=Decimal("520000.00"),
        estimate_low=Decimal("640000.00"),
        estimate_high=Decimal("760000.00"),
        reserve=Decimal("620000.00"),
        buy_now=None,
        last_bid=Decimal("688000.00"),
        stage=Stage(kind="sold", starts=timedelta(days=-10), ends=timedelta(days=-3)),
        photos=photos_of(
            "chale-campos-do-jordao",
            "Perspectiva do chalé de madeira com telhado íngreme, em três quartos",
            "Fachada frontal do chalé, com porta central e janelas",
            "Vista aérea do chalé entre árvores",
        ),
    ),
)
