"""NiceGUI's page is still the one we know how to lighten, and another is left alone."""

from pathlib import Path

import nicegui
from jinja2 import Environment, FileSystemLoader

from components.lightening import LATE, MOUNT, PAGE, lighten, lightened

TEMPLATES = Path(nicegui.__file__).parent / "templates"
SOURCE = (TEMPLATES / PAGE).read_text()


def test_quasars_styles_wait_for_nobody_and_are_on_before_the_app() -> None:
    page = lightened(SOURCE)
    head, _, body = page.partition("</head>")
    first_style = head[head.index("<style>") : head.index("</style>")]
    late_style = head[head.index('<style id="late" media="print">') :]
    for one in LATE:
        assert one not in first_style
        assert one in late_style
    assert "@layer theme, base, quasar" in first_style, "the order of layers is set first"
    assert body.index('getElementById("late").media = "all"') < body.index(MOUNT)


def test_a_template_that_is_not_what_we_know_is_left_alone() -> None:
    changed = SOURCE.replace(LATE[1], "")
    assert lightened(changed) == changed
    assert lightened(SOURCE, "other.html") == SOURCE


def test_lightening_twice_is_lightening_once() -> None:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    lighten(environment)
    once = environment.loader
    lighten(environment)
    assert environment.loader is once
    assert once is not None
    assert once.get_source(environment, PAGE)[0] == lightened(SOURCE)
