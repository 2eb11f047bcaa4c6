"""NiceGUI's page made lighter: what a page is painted without is not waited for."""

from __future__ import annotations

from jinja2 import BaseLoader, Environment, FunctionLoader

PAGE = "index.html"
_IMPORT = '@import url("{{{{ prefix | safe }}}}/_nicegui/{{{{version}}}}/static/{}") layer({});'
LATE = (
    _IMPORT.format("fonts.css", "base"),
    _IMPORT.format("quasar.unimportant.prod.css", "quasar"),
    _IMPORT.format("quasar.important.prod.css", "quasar_importants"),
)
MOUNT = 'app.mount("#app");'


def lighten(environment: Environment) -> None:
    """Let the page's template give Quasar's styles late; safe to call twice."""
    loader = environment.loader
    assert loader is not None
    if getattr(loader, "lightened", False):
        return
    made = FunctionLoader(lambda name: lightened(source_of(environment, loader, name), name))
    made.lightened = True  # type: ignore[attr-defined]
    environment.loader = made


def source_of(environment: Environment, loader: BaseLoader, name: str) -> str:
    """Read a template as NiceGUI has it."""
    return loader.get_source(environment, name)[0]


def lightened(source: str, name: str = PAGE) -> str:
    """Move the styles of Quasar to where nothing waits for them, and put them on before the app.

    Our own styles are outside its layers and stronger. A template that is not what we know is left
    as it is.
    """
    if name != PAGE or source.count(MOUNT) != 1 or any(source.count(one) != 1 for one in LATE):
        return source
    for one in LATE:
        source = source.replace(one, "")
    late = "".join(LATE)
    source = source.replace("</head>", f'<style id="late" media="print">{late}</style></head>')
    return source.replace(MOUNT, f'document.getElementById("late").media = "all"; {MOUNT}')
