"""What serves something is found by being there: no list of pages or doors is kept anywhere."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from types import ModuleType


def serving(package: ModuleType) -> list[ModuleType]:
    """Find, in the order of their names, all files under a folder that have a `register`."""
    names = (
        found.name for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    )
    return [module for module in map(import_module, names) if hasattr(module, "register")]
