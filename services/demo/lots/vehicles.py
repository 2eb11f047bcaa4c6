"""Demo catalogue, Veículos: the category, its technical features and its lots."""

from datetime import date, timedelta
from decimal import Decimal

from services.demo.lots.words import Category, Feature, Lot, Place, Stage, photos_of

CATEGORY = Category(
    key="veiculos",
    name="Veículos",
    features=(
        Feature(name="Ano-modelo", kind="number", low=1900, high=2100, required=True),
        Feature(name="Quilometragem", kind="number", unit="km", low=0, high=5_000_000),
        Feature(
            name="Combustível", kind="choice", choices=("Flex", "Gasolina", "Diesel", "Elétrico")
        ),
        Feature(name="Câmbio automático", kind="yes_no"),
        Feature(name="Última revisão", kind="date"),
        Feature(name="Cor", kind="text"),
    ),
    twigs=(
        Category(
            key="carros",
            name="Carros",
            features=(
                Feature(name="Portas", kind="number", low=2, high=5),
                Feature(
                    name="Direção", kind="choice", choices=("Elétrica", "Hidráulica", "Mecânica")
                ),
                Feature(name="Ar-condicionado", kind="yes_no"),
            ),
        ),
        Category(
            key="utilitarios",
            name="Picapes e utilitários",
            features=(
                Feature(name="Carga útil", kind="number", unit="kg", low=0, high=5000),
                Feature(name="Tração 4x4", kind="yes_no"),
            ),
        ),
        Category(
            key="motocicletas",
            name="Motocicletas",
            features=(
                Feature(name="Cilindrada", kind="number", unit="cm³", low=50, high=2500),
                Feature(name="Partida elétrica", kind="yes_no"),
            ),
        ),
    ),
)

LOTS: tuple[Lot, ...] = (
    Lot(
        key="seda-vermelho-2021",
        category="carros",
        title="Sedã médio vermelho 2.0 automático, 2021",
        description=(
            "Sedã de quatro portas em vermelho perolizado, motor 2.0 flex e câmbio automático "
            "de seis marchas. Pertenceu a uma única família desde a concessionária e rodou "
            "quase sempre em estrada, entre a capital e o litoral.\n\n"
            "Manual, chave reserva e notas das revisões de 10, 20, 30 e 40 mil quilômetros "
            "acompanham o lote. Os quatro pneus foram trocados em janeiro e o IPVA do "
            "exercício está pago.\n\n"
            "Vendido no estado em que se encontra, livre de multas e de alienação. A "
            "transferência corre por conta do arrematante, em até 30 dias."
        ),
        condition=(
            "Pintura original com dois retoques finos no para-choque dianteiro. Bancos sem "
            "rasgos; leve desgaste no volante. Mecânica e ar-condicionado funcionando na "
            "vistoria."
        ),
        values=(
            2021,
            48320,
            "Flex",
            True,
            date(2026, 3, 12),
            "Vermelho perolizado",
            4,
            "Elétrica",
            True,
        ),
        place=Place(city="São Paulo", state="SP", district="Mooca", postal_code="03103-001"),
        opening_price=Decimal("58000.00"),
        estimate_low=Decimal("72000.00"),
        estimate_high=Decimal("84000.00"),
        reserve=Decimal("68000.00"),
        buy_now=None,
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-4), ends=timedelta(minutes=6)),
        photos=photos_of(
            "seda-vermelho-2021",
            ("Sedã vermelho visto de frente em três quartos, com faróis, grade e rodas de liga"),
            "Lateral do sedã vermelho, com as quatro portas e a linha do teto",
            ("Traseira do sedã vermelho em três quartos, com lanternas e tampa do porta-malas"),
        ),
    ),
    Lot(
        key="hatch-azul-2019",
        category="carros",
        title="Hatch compacto azul 1.0 turbo, 2019",
        description=(
            "Compacto urbano de segundo dono, motor 1.0 turbo e câmbio manual de seis marchas. "
            "O azul metálico é cor de fábrica e pouco comum nesta versão.\n\n"
            "Direção elétrica, controle de estabilidade e central multimídia com câmera de ré. "
            "Embreagem substituída aos 62 mil quilômetros, com nota."
        ),
        condition=(
            "Riscos superficiais na porta traseira esquerda e uma roda com marca de guia. "
            "Interior íntegro. Laudo cautelar aprovado, sem apontamentos."
        ),
        values=(
            2019,
            71250,
            "Flex",
            False,
            date(2026, 1, 20),
            "Azul metálico",
            4,
            "Elétrica",
            True,
        ),
        place=Place(city="Curitiba", state="PR", district="Água Verde", postal_code="80240-000"),
        opening_price=Decimal("36000.00"),
        estimate_low=Decimal("45000.00"),
        estimate_high=Decimal("52000.00"),
        reserve=None,
        buy_now=Decimal("56000.00"),
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-7), ends=timedelta(hours=5)),
        photos=photos_of(
            "hatch-azul-2019",
            "Hatch azul de frente em três quartos sobre piso claro de estúdio",
            "Lateral do hatch azul, com traseira curta e rodas escuras",
            "Traseira do hatch azul em três quartos, com o vidro da tampa",
        ),
    ),
    Lot(
        key="suv-branco-2022",
        category="carros",
        title="SUV branco 1.5 turbo, sete lugares, 2022",
        description=(
            "Utilitário de sete lugares com bagageiro de teto, usado por família com filhos "
            "pequenos e guardado em garagem coberta. Motor 1.5 turbo, seis airbags e piloto "
            "automático adaptativo.\n\n"
            "Garantia de fábrica vigente até o fim do ano. As duas chaves e o estepe sem uso "
            "acompanham o veículo.\n\n"
            "Visitas com hora marcada, de segunda a sexta. Permitimos a vistoria por mecânico "
            "indicado pelo interessado."
        ),
        condition=(
            "Excelente. Pequena marca de pedra no capô, já retocada. Terceira fileira "
            "praticamente sem uso."
        ),
        values=(2022, 39870, "Gasolina", True, date(2026, 4, 2), "Branco", 5, "Elétrica", True),
        place=Place(city="Belo Horizonte", state="MG", district="Savassi", postal_code="30140-071"),
        opening_price=Decimal("98000.00"),
        estimate_low=Decimal("118000.00"),
        estimate_high=Decimal("136000.00"),
        reserve=Decimal("112000.00"),
        buy_now=Decimal("145000.00"),
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-5), ends=timedelta(hours=22)),
        photos=photos_of(
            "suv-branco-2022",
            ("SUV branco de frente em três quartos, com barras de teto e faróis afilados"),
            "Lateral do SUV branco, com vidros laterais escuros e três janelas",
            "Traseira do SUV branco em três quartos, com lanternas vermelhas",
        ),
    ),
    Lot(
        key="picape-prata-2020",
        category="utilitarios",
        title="Picape média prata 2.8 diesel 4x4, cabine dupla, 2020",
        description=(
            "Picape de cabine dupla com tração 4x4 e reduzida, empregada em supervisão de "
            "obras. A manutenção seguiu o plano do fabricante e está toda documentada.\n\n"
            "Capota marítima e engate já removidos; os furos foram vedados. Pneus de uso misto "
            "com meia vida."
        ),
        condition=(
            "Caçamba com riscos de carga e um amassado raso na tampa. Cabine limpa, sem odor "
            "de cigarro. Diferencial e caixa de transferência revisados em novembro."
        ),
        values=(2020, 96400, "Diesel", True, date(2025, 11, 28), "Prata", 1010, True),
        place=Place(city="Goiânia", state="GO", district="Setor Bueno", postal_code="74215-010"),
        opening_price=Decimal("118000.00"),
        estimate_low=Decimal("142000.00"),
        estimate_high=Decimal("165000.00"),
        reserve=Decimal("135000.00"),
        buy_now=None,
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-3), ends=timedelta(days=2)),
        photos=photos_of(
            "picape-prata-2020",
            "Picape prata de cabine dupla vista de frente em três quartos",
            "Lateral da picape prata, com a cabine dupla e a caçamba aberta",
            "Traseira da picape prata em três quartos, com a caçamba e as lanternas",
        ),
    ),
    Lot(
        key="cupe-verde-1974",
        category="carros",
        title="Cupê clássico verde-inglês, 1974, restaurado",
        description=(
            "Cupê nacional de duas portas, restaurado ao longo de quatro anos por oficina de "
            "Campinas. A carroceria foi levada à lata, tratada e pintada no verde-inglês "
            "original de catálogo.\n\n"
            "O motor de quatro cilindros foi retificado e conserva a numeração. Frisos e "
            "para-choques cromados são de época; as rodas foram refeitas sobre o desenho de "
            "fábrica.\n\n"
            "Placa de coleção emitida em 2023. Álbum com 240 fotografias da restauração "
            "acompanha o lote."
        ),
        condition=(
            "Restauração de bom nível. Pequena folga no vidro do passageiro e relógio do "
            "painel inoperante. Quilometragem contada desde a restauração."
        ),
        values=(
            1974,
            12480,
            "Gasolina",
            False,
            date(2026, 2, 9),
            "Verde-inglês",
            2,
            "Mecânica",
            False,
        ),
        place=Place(city="Campinas", state="SP", district="Cambuí", postal_code="13024-000"),
        opening_price=Decimal("64000.00"),
        estimate_low=Decimal("85000.00"),
        estimate_high=Decimal("110000.00"),
        reserve=Decimal("80000.00"),
        buy_now=None,
        last_bid=None,
        stage=Stage(kind="coming", starts=timedelta(days=3), ends=timedelta(days=9)),
        photos=photos_of(
            "cupe-verde-1974",
            (
                "Cupê clássico verde-escuro de frente em três quartos, com faróis redondos e "
                "para-choque cromado"
            ),
            "Lateral do cupê verde, de duas portas e teto em queda suave",
            "Traseira do cupê verde em três quartos, com para-choque cromado",
        ),
    ),
    Lot(
        key="furgao-branco-2018",
        category="utilitarios",
        title="Furgão de carga branco 2.3 diesel, teto alto, 2018",
        description=(
            "Furgão de teto alto com porta lateral corrediça, retirado de frota de entregas "
            "expressas. Compartimento de carga de 10,8 m³ com revestimento em compensado "
            "naval.\n\n"
            "Histórico de manutenção da frota disponível para consulta. Turbina trocada aos "
            "150 mil quilômetros."
        ),
        condition=(
            "Marcas de uso condizentes com a atividade: riscos na porta traseira e assoalho "
            "gasto. Motor e câmbio sem ruídos na vistoria. Adesivos removidos, com leve sombra "
            "na pintura."
        ),
        values=(2018, 187300, "Diesel", False, date(2025, 12, 15), "Branco", 1450, False),
        place=Place(city="Guarulhos", state="SP", district="Cumbica", postal_code="07190-000"),
        opening_price=Decimal("49000.00"),
        estimate_low=Decimal("60000.00"),
        estimate_high=Decimal("72000.00"),
        reserve=None,
        buy_now=None,
        last_bid=None,
        stage=Stage(kind="no_bids", starts=timedelta(days=-11), ends=timedelta(days=-4)),
        photos=photos_of(
            "furgao-branco-2018",
            "Furgão branco de teto alto visto de frente em três quartos",
            "Lateral do furgão branco, com a área de carga fechada",
            "Traseira do furgão branco em três quartos, com as lanternas e o vidro",
        ),
    ),
    Lot(
        key="motocicleta-preta-2020",
        category="motocicletas",
        title="Motocicleta clássica preta 500 cc, 2020",
        description=(
            "Motocicleta de desenho clássico, motor monocilíndrico de 500 cilindradas e tanque "
            "em gota preto com friso. Único dono, sempre guardada em garagem.\n\n"
            "Banco inteiriço em couro sintético, rodas raiadas e escapamento cromado original. "
            "Acompanham capa, manual e duas chaves."
        ),
        condition=(
            "Muito boa. Microrriscos no tanque, visíveis só sob luz direta. Pneu traseiro com "
            "60% de vida. Documento em dia."
        ),
        values=(2020, 14310, "Gasolina", False, date(2026, 3, 30), "Preto com friso", 500, True),
        place=Place(city="Florianópolis", state="SC", district="Trindade", postal_code="88036-000"),
        opening_price=Decimal("15500.00"),
        estimate_low=Decimal("19500.00"),
        estimate_high=Decimal("23000.00"),
        reserve=None,
        buy_now=Decimal("25000.00"),
        last_bid=None,
        stage=Stage(kind="live", starts=timedelta(days=-6), ends=timedelta(hours=9)),
        photos=photos_of(
            "motocicleta-preta-2020",
            ("Motocicleta clássica preta de frente em três quartos, com farol redondo cromado"),
            "Lateral da motocicleta preta, com tanque em gota, motor e escapamento",
            "Traseira da motocicleta preta em três quartos, com banco e roda raiada",
        ),
    ),
)
