"""Which model stands for which lot, and from where its three photos are taken."""

from collections.abc import Callable

from scripts.demo_photos.darkroom import View
from scripts.demo_photos.models import (
    acoustic,
    art,
    electric,
    electronics,
    estates,
    furniture,
    jewels,
    keyboards,
    machines,
    motorcycle,
    trucks,
    vehicles,
    watches,
)
from scripts.demo_photos.scene import Scene, Triple

Shot = tuple[Callable[[Scene], None], tuple[View, View, View]]

PAPERS = ("#e4e4e2", "#dfe1e3", "#e6e3de", "#dddedd", "#e1e2df", "#dadcde")


def _near(turn: float, rise: float, target: Triple, width: float) -> View:
    return View(turn=turn, rise=rise, target=target, width=width)


ROUND = (View(turn=50, rise=12), View(turn=0, rise=6), View(turn=-128, rise=14))
ESTATE = (
    View(turn=32, rise=20, fill=0.88),
    View(turn=0, rise=9, fill=0.88),
    View(turn=24, rise=50, fill=0.88),
)
WATCH = (View(turn=25, rise=18), _near(0, 32, (0, 4.38, 0.3), 5.9), View(turn=78, rise=10))
SEAT = (View(turn=28, rise=14), View(turn=0, rise=8), View(turn=-150, rise=14))
TALL = (View(turn=26, rise=8, fill=0.92), View(turn=0, rise=5, fill=0.92))


def _painting(w: float, h: float) -> tuple[View, View, View]:
    return (
        View(turn=0, rise=4, fill=0.86),
        View(turn=40, rise=8, fill=0.86),
        _near(20, 6, (w * 0.80, h * 1.80, -0.6), w * 1.15),
    )


SHOTS: dict[str, Shot] = {
    "seda-vermelho-2021": (vehicles.sedan, ROUND),
    "hatch-azul-2019": (vehicles.hatch, ROUND),
    "suv-branco-2022": (vehicles.suv, ROUND),
    "picape-prata-2020": (vehicles.pickup, ROUND),
    "cupe-verde-1974": (vehicles.coupe, ROUND),
    "furgao-branco-2018": (vehicles.van, ROUND),
    "motocicleta-preta-2020": (motorcycle.motorcycle, ROUND),
    "caminhao-bau-2017": (trucks.box_truck, ROUND),
    "caminhao-basculante-2015": (trucks.tipper, ROUND),
    "caminhao-tanque-2016": (trucks.tanker, ROUND),
    "trator-vermelho-2014": (machines.tractor, ROUND),
    "empilhadeira-laranja-2019": (machines.forklift, ROUND),
    "escavadeira-amarela-2013": (machines.excavator, ROUND),
    "casa-terrea-ribeirao": (estates.house, ESTATE),
    "sobrado-contemporaneo-curitiba": (estates.townhouse, ESTATE),
    "predio-apartamento-santos": (estates.tower, ESTATE),
    "galpao-industrial-sorocaba": (estates.warehouse, ESTATE),
    "terreno-condominio-gramado": (estates.plot, ESTATE),
    "chale-campos-do-jordao": (estates.chalet, ESTATE),
    "relogio-automatico-azul": (watches.blue_steel, WATCH),
    "cronografo-ouro-preto": (watches.gold_chronograph, WATCH),
    "relogio-mergulho-verde": (watches.bronze_diver, WATCH),
    "relogio-bolso-prata": (
        watches.pocket,
        (View(turn=25, rise=18), _near(0, 24, (0, 2.4, 0.2), 6.6), View(turn=80, rise=8)),
    ),
    "anel-safira-ouro-branco": (
        jewels.sapphire_ring,
        (View(turn=30, rise=24), _near(12, 68, (0, 2.2, 0), 2.2), View(turn=0, rise=6)),
    ),
    "anel-solitario-brilhante": (
        jewels.solitaire,
        (View(turn=30, rise=24), _near(12, 66, (0, 2.3, 0), 1.7), View(turn=0, rise=6)),
    ),
    "colar-perolas-cultivadas": (
        jewels.pearls,
        (View(turn=24, rise=30), _near(-18, 26, (-1.5, 0.4, 3.0), 5.6), View(turn=0, rise=80)),
    ),
    "pingente-esmeralda-ouro": (
        jewels.pendant,
        (View(turn=24, rise=34), _near(14, 52, (0, 0.5, 1.4), 3.6), View(turn=0, rise=80)),
    ),
    "tela-abstrata-geometrica": (art.geometric, _painting(5.0, 4.0)),
    "paisagem-serra-oleo": (art.hills, _painting(4.5, 3.0)),
    "marinha-jangadas": (art.seascape, _painting(3.5, 2.5)),
    "escultura-bronze-no": (
        art.bronze_knot,
        (View(turn=0, rise=9), View(turn=38, rise=18), _near(24, 16, (0.2, 3.2, 0), 3.4)),
    ),
    "escultura-marmore-figura": (
        art.marble_figure,
        (View(turn=0, rise=9), View(turn=38, rise=18), _near(-20, 16, (-1.5, 2.8, 0.4), 4.0)),
    ),
    "vaso-porcelana-azul": (
        art.blue_vase,
        (View(turn=0, rise=9, fill=0.86), View(turn=20, rise=44), _near(12, 8, (0, 2.4, 0.6), 2.7)),
    ),
    "vaso-murano-ambar": (
        art.amber_vase,
        (
            View(turn=0, rise=9, fill=0.86),
            View(turn=20, rise=42),
            _near(12, 26, (0, 3.0, 0.4), 3.1),
        ),
    ),
    "notebook-aluminio-14": (
        electronics.laptop,
        (View(turn=28, rise=22), View(turn=74, rise=10), _near(0, 62, (0, 0.17, 0.1), 3.5)),
    ),
    "camera-telemetrica-35mm": (
        electronics.camera,
        (View(turn=28, rise=14), View(turn=0, rise=5), View(turn=16, rise=56)),
    ),
    "fone-estudio-fechado": (
        electronics.headphones,
        (
            View(turn=28, rise=12, fill=0.88),
            View(turn=0, rise=6, fill=0.88),
            _near(58, 10, (1.5, 2.35, 0.2), 2.7),
        ),
    ),
    "amplificador-valvulado": (
        electronics.amplifier,
        (View(turn=28, rise=20), View(turn=0, rise=8), _near(24, 20, (1.0, 1.75, 0.4), 3.2)),
    ),
    "toca-discos-nogueira": (
        electronics.turntable,
        (View(turn=25, rise=26), View(turn=0, rise=74), _near(30, 26, (0.75, 1.2, 0.9), 2.6)),
    ),
    "monitor-profissional-32": (
        electronics.monitor,
        (View(turn=28, rise=10), View(turn=0, rise=5), View(turn=-150, rise=14)),
    ),
    "violao-classico-cedro": (
        acoustic.classical,
        (*TALL, _near(20, 10, (0, 3.6, 0.6), 3.0)),
    ),
    "guitarra-vermelha-1982": (
        electric.red_guitar,
        (*TALL, _near(20, 10, (0.1, 2.0, 0.4), 3.2)),
    ),
    "baixo-sunburst-1978": (electric.bass, (*TALL, _near(20, 10, (0.1, 1.8, 0.4), 3.2))),
    "violino-4-4-autor": (acoustic.violin, (*TALL, _near(20, 10, (0, 3.2, 0.8), 3.4))),
    "piano-vertical-preto": (
        keyboards.piano,
        (View(turn=30, rise=12), View(turn=0, rise=8), _near(22, 34, (2.6, 6.4, 2.1), 6.0)),
    ),
    "sintetizador-analogico": (
        keyboards.synthesizer,
        (View(turn=28, rise=24), View(turn=0, rise=66), _near(28, 32, (1.0, 1.1, 0.1), 3.4)),
    ),
    "poltrona-couro-caramelo": (furniture.armchair, SEAT),
    "sofa-verde-tres-lugares": (furniture.sofa, SEAT),
    "mesa-jantar-redonda": (
        furniture.round_table,
        (View(turn=28, rise=14), View(turn=0, rise=5), View(turn=15, rise=62)),
    ),
    "par-cadeiras-palhinha": (furniture.chairs, SEAT),
    "luminaria-piso-latao": (
        furniture.floor_lamp,
        (*TALL, _near(20, 3, (0, 13.4, 0), 7.4)),
    ),
    "aparador-jacaranda-1960": (furniture.sideboard, SEAT),
}
