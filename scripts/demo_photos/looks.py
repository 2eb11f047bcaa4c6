"""The materials of the house."""

from scripts.demo_photos import surface
from scripts.demo_photos.scene import Look

STEEL = Look(colour="#d4d6da", rough=0.22, metal=1.0)
BRUSHED = Look(
    colour="#cfd1d4", second="#b9bcc0", rough=0.40, metal=1.0, pattern=surface.BRUSHED, size=60.0
)
ALUMINIUM = Look(colour="#c9cbce", rough=0.46, metal=0.85)
CHROME = Look(colour="#eceef0", rough=0.05, metal=1.0)
GOLD = Look(colour="#f0c56a", rough=0.16, metal=1.0)
BRASS = Look(colour="#d9b36c", rough=0.24, metal=1.0)
BRONZE = Look(colour="#b5834a", rough=0.28, metal=1.0)
SILVER = Look(colour="#e6e4de", rough=0.12, metal=1.0)
BLACK = Look(colour="#17181a", rough=0.45)
RUBBER = Look(colour="#1d1d1f", rough=0.75)
GLOSS_BLACK = Look(colour="#08080a", rough=0.1, coat=1.0)
GREY = Look(colour="#5a5d61", rough=0.6)
WHITE = Look(colour="#eeece6", rough=0.5)
WINDOW = Look(colour="#0c1116", rough=0.06, coat=1.0)
LAMP = Look(colour="#f2f5f7", rough=0.1, coat=0.8, glow=0.35)
HEADLAMP = Look(colour="#8d9aa3", rough=0.08, metal=0.75, coat=1.0, glow=0.05)
RED_LAMP = Look(colour="#8a0b12", rough=0.1, coat=1.0, glow=0.10)
AMBER = Look(colour="#e38a1c", rough=0.15, coat=0.8)
ROSEWOOD = Look(
    colour="#6b3a20", second="#2c140b", rough=0.35, coat=0.35, pattern=surface.WOOD, size=3.0
)
WALNUT = Look(
    colour="#8a5c38", second="#4d2e19", rough=0.4, coat=0.25, pattern=surface.WOOD, size=3.0
)
OAK = Look(colour="#c79a63", second="#8f6435", rough=0.5, pattern=surface.WOOD, size=3.0)
EBONY = Look(colour="#1c1513", second="#0d0908", rough=0.4, pattern=surface.WOOD, size=3.0)
LEATHER = Look(
    colour="#a3622f", second="#7d4520", rough=0.5, pattern=surface.HIDE, size=30.0, bump=0.5
)
LINEN = Look(
    colour="#e2d8c3", second="#cbbfa6", rough=0.9, pattern=surface.WEAVE, size=90.0, bump=0.25
)
GRASS = Look(
    colour="#6f8f3f", second="#4a6a2b", rough=0.95, pattern=surface.GRASS, size=9.0, bump=0.6
)


def paint(colour: str) -> Look:
    """Car paint under clear lacquer."""
    return Look(colour=colour, rough=0.4, coat=0.95)


def metallic(colour: str) -> Look:
    """Metallic car paint: a silvery base under clear lacquer."""
    return Look(colour=colour, rough=0.55, metal=0.35, coat=0.9)


def matt(colour: str) -> Look:
    """Flat paint or plastic."""
    return Look(colour=colour, rough=0.7)


def satin(colour: str) -> Look:
    """Half-gloss paint or enamel."""
    return Look(colour=colour, rough=0.32)
