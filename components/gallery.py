"""The photos of a lot: all of them to leaf through, and each as large as the screen."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from components.templates import render
from services.views import Photo


def gallery(photos: Sequence[Photo], *, title: str) -> Markup:
    """Draw the gallery; without scripts its pictures still show and open."""
    return render("gallery.html", photos=photos, title=title)
