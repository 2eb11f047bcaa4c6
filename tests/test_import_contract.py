"""Each line of the import contract catches the import it forbids."""

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("api", "asaas_twin", "components", "models", "pages", "services")
LINT_EACH = """
import contextlib, io, json, pathlib, sys
from importlinter.cli import lint_imports

def answer(*contracts):
    with contextlib.redirect_stdout(io.StringIO()) as told:
        lint_imports(limit_to_contracts=contracts, no_cache=True, no_logo=True)
    return told.getvalue()

answers = {"nothing": answer()}
for contract, file, line in json.load(sys.stdin):
    module = pathlib.Path(file)
    before = module.read_bytes() if module.exists() else None
    with module.open("a") as wrong:
        wrong.write(f"\\n{line}\\n")
    answers[f"{contract} {file} {line}"] = answer(contract)
    module.unlink() if before is None else module.write_bytes(before)
print(json.dumps(answers))
"""
CONTRACTS = {
    contract["id"]: contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
}
VIOLATIONS = [
    ("layers", "models/base.py", "import services.errors"),
    ("layers", "services/views.py", "import components"),
    ("layers", "components/wrong.py", "import pages"),
    ("layers", "pages/wrong.py", "import api"),
    ("layers", "api/wrong.py", "import pages"),
    ("pages-apart", "pages/wrong.py", "import pages.wronger"),
    ("pure-rules", "services/bidding/wrong.py", "import httpx"),
    ("pure-rules", "services/billing/wrong.py", "from models import Bid"),
    ("pure-rules", "services/people/wrong.py", "from services import database"),
    ("house-without-screens", "services/wrong.py", "from nicegui import ui"),
    ("house-without-screens", "models/wrong.py", "import fastapi"),
    ("screens-without-tables", "pages/wrong.py", "from models import Bid"),
    ("screens-without-tables", "api/wrong.py", "import sqlalchemy"),
    ("screens-without-tables", "components/wrong.py", "import sqlmodel"),
    ("gateways-from-bootstrap", "services/hub.py", "import services.gateways.embedded_postgres"),
    ("gateways-from-bootstrap", "pages/wrong.py", "import services.gateways"),
    ("twin-knows-nobody", "asaas_twin/wrong.py", "from services.billing import money"),
    ("nobody-knows-the-twin", "services/gateways/wrong.py", "import asaas_twin.pix"),
    ("nobody-knows-the-twin", "api/wrong.py", "from asaas_twin import Twin"),
    ("widgets-know-no-use-case", "components/wrong.py", "from services import database"),
]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the linter says of a copy of the packages, as it is and with each wrong line."""
    tree = tmp_path_factory.mktemp("tree")
    leave_out = shutil.ignore_patterns("__pycache__", "*.js", "*.css")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tree / package, ignore=leave_out)
    shutil.copy(ROOT / "pyproject.toml", tree)
    (tree / "pages" / "wronger.py").touch()
    command = [sys.executable, "-c", LINT_EACH]
    done = subprocess.run(
        command, cwd=tree, input=json.dumps(VIOLATIONS), capture_output=True, text=True, check=True
    )
    answers: dict[str, str] = json.loads(done.stdout)
    return answers


@pytest.mark.parametrize(("contract", "file", "line"), VIOLATIONS)
def test_a_forbidden_import_is_caught(
    told: dict[str, str], contract: str, file: str, line: str
) -> None:
    answer = told[f"{contract} {file} {line}"]

    assert f"{CONTRACTS[contract]} BROKEN" in answer, answer


def test_the_tree_keeps_every_contract(told: dict[str, str]) -> None:
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in told["nothing"], told["nothing"]


def test_every_contract_is_put_to_the_test() -> None:
    assert {contract for contract, _, _ in VIOLATIONS} == set(CONTRACTS)
