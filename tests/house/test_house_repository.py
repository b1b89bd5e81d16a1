"""What is kept in the repository: the lock, the documents, the targets of the Makefile, the contract of the rooms."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
INDEX = re.compile(
    r"(index-url|extra-index|find-links)\s*=?\s*\w+://|pypi\.org/simple|pythonhosted\.org", re.IGNORECASE
)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def kept_files() -> list[Path]:
    """The files in git, or all files outside the ignored folders where there is no git (an unpacked archive)."""
    answer = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if answer.returncode == 0:
        return [ROOT / name for name in answer.stdout.decode().split("\0") if name and (ROOT / name).is_file()]
    hidden = {".venv", ".tools", "output", "build", "dist"}
    return [path for path in ROOT.rglob("*") if path.is_file() and hidden.isdisjoint(path.relative_to(ROOT).parts)]


def rooms_in(folder: Path) -> set[str]:
    """The packages and modules directly under a package."""
    packages = {path.parent.name for path in folder.glob("*/__init__.py")}
    return packages | {path.stem for path in folder.glob("*.py")} - {"__init__"}


def rooms_in_contract() -> set[str]:
    contract = next(each for each in PYPROJECT["tool"]["importlinter"]["contracts"] if each["id"] == "rooms")
    return {name.strip(" ()") for layer in contract["layers"] for name in layer.split("|")}


def test_the_lock_pins_and_digests_everything_and_names_no_address() -> None:
    """Each package has one version and digests, and no line says where to fetch it."""
    lock = read("requirements.lock")
    entries = re.split(r"^(?=\S)", lock, flags=re.MULTILINE)
    packages = [entry for entry in entries if entry and not entry.startswith("#")]
    assert len(packages) > 100
    assert [entry for entry in packages if not re.match(r"[a-z0-9-]+==[^ ]+ .*--hash=sha256:", entry, re.DOTALL)] == []
    assert "://" not in lock


def test_the_lock_holds_what_the_project_asks_for() -> None:
    """A dependency added to pyproject.toml without ``make lock`` would be missing after installation."""
    asked = [*PYPROJECT["project"]["dependencies"], *PYPROJECT["dependency-groups"]["dev"]]
    names = {re.split(r"[<>=!~ \[;]", line)[0].lower().replace(".", "-").replace("_", "-") for line in asked}
    locked = set(re.findall(r"^([a-z0-9-]+)==", read("requirements.lock"), flags=re.MULTILINE))
    assert names - locked == set()


def test_no_file_names_a_package_index() -> None:
    """Where packages come from is the machine's matter."""
    named = []
    for path in kept_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if path != Path(__file__) and INDEX.search(text):
            named.append(str(path.relative_to(ROOT)))
    assert named == []


def test_no_kept_file_is_large() -> None:
    """Samples are at most 8 MB together, the recogniser's model at most 10 MiB, and nothing else comes near."""
    samples = sum(path.stat().st_size for path in kept_files() if (ROOT / "scans") in path.parents)
    assert samples <= 8_000_000
    large = {path.relative_to(ROOT): path.stat().st_size for path in kept_files() if path.stat().st_size > 5_000_000}
    assert large.pop(Path("src/digitize/recognize/models/own.onnx"), 0) <= 10 << 20
    assert large == {}


def test_make_alone_lists_every_target() -> None:
    """``make`` without a target prints each target meant for people, with what it does."""
    phony = set(re.findall(r"^\.PHONY: (\S+)$", read("Makefile"), flags=re.MULTILINE))
    listed = subprocess.run(["make", "-C", str(ROOT)], capture_output=True, text=True, check=True).stdout
    assert {"run", "test", "lint", "format", "bench", "serve", "samples", "clean", "lock", "system"} <= phony
    assert set(re.findall(r"^  make (\S+) +\S", listed, flags=re.MULTILINE)) == phony - {"system-dev"}


@pytest.mark.parametrize(
    ("target", "command"),
    [
        ("run", "digitize run scans/samples --output output"),
        ("serve", "digitize serve"),
        ("test", "pytest -n"),
        ("lint", "lint-imports"),
        ("bench", "python -m benchmarks.bench"),
        ("samples", "python -m benchmarks.samples"),
    ],
)
def test_a_target_sets_up_and_then_runs_its_command(target: str, command: str) -> None:
    """System packages are seen to first, then the command runs from .venv."""
    lines = subprocess.run(
        ["make", "-C", str(ROOT), "-n", target], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    system = next(number for number, line in enumerate(lines) if "tools/system_packages.sh" in line)
    started = next(number for number, line in enumerate(lines) if f".venv/bin/{command}" in line)
    assert system < started


def test_ci_lints_before_it_tests() -> None:
    """The closing line of pytest is the last of the output, so the tests come last."""
    run = read(".ci/run")
    assert "set -euo pipefail" in run
    assert re.findall(r"^make (\w+)", run, flags=re.MULTILINE) == ["lint", "test"]


@pytest.mark.parametrize("script", [".ci/run", *sorted(f"tools/{path.name}" for path in (ROOT / "tools").glob("*.sh"))])
def test_scripts_are_programs_that_bash_can_read(script: str) -> None:
    """Scripts carry the executable bit, stop at the first error and parse."""
    path = ROOT / script
    assert path.stat().st_mode & 0o111
    assert "set -euo pipefail" in path.read_text(encoding="utf-8")
    subprocess.run(["bash", "-n", str(path)], check=True)


def test_every_decision_record_is_linked_from_the_architecture() -> None:
    """A record that nothing points to is not found."""
    records = sorted(path.name for path in (ROOT / "docs" / "adr").glob("*.md"))
    assert len(records) >= 4
    assert [name for name in records if f"(adr/{name})" not in read("docs/architecture.md")] == []


def test_decision_records_are_numbered_without_gaps() -> None:
    """0001, 0002, ... so that a number names one record."""
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "adr").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize(
    "document",
    sorted(str(path.relative_to(ROOT)) for path in kept_files() if path.suffix == ".md"),
)
def test_links_between_documents_hold(document: str) -> None:
    """A relative link leads to a file that is there; what is commented out is no link."""
    here = (ROOT / document).parent
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", re.sub(r"<!--.*?-->", "", read(document), flags=re.DOTALL))
    assert [link for link in links if "://" not in link and not (here / link).exists()] == []


def test_every_room_has_its_place_in_the_contract() -> None:
    """A package under src/digitize that no layer names would be free to import anything."""
    assert rooms_in(ROOT / "src" / "digitize") - rooms_in_contract() == set()


def test_every_room_is_in_the_architecture() -> None:
    """The picture of the rooms shows each of them."""
    text = read("docs/architecture.md")
    assert [room for room in sorted(rooms_in(ROOT / "src" / "digitize")) if f"`{room}`" not in text] == []


def test_the_contract_of_rooms_is_closed() -> None:
    """import-linter itself refuses a room without a place as well."""
    contracts = {each["id"]: each for each in PYPROJECT["tool"]["importlinter"]["contracts"]}
    assert contracts["rooms"]["exhaustive"] is True
    assert {"prefect", "opencv", "engines", "ocrmypdf", "sqlalchemy"} <= set(contracts)


def test_the_flows_have_one_import_name() -> None:
    """``digitize_flows`` is the folder ``flows``, in a checkout by a link and in the wheel by its name."""
    assert (ROOT / "src" / "digitize_flows").resolve() == ROOT / "flows"
    assert "src/digitize_flows" in PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]


def test_the_licence_is_whole() -> None:
    """The full text of Apache-2.0, as the metadata promise."""
    text = read("LICENSE")
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert PYPROJECT["project"]["license"] == "Apache-2.0"


def test_the_changelog_has_room_for_work_not_yet_released() -> None:
    """The first heading takes what the next version will bring."""
    versions = re.findall(r"^## \[([^\]]+)\]", read("CHANGELOG.md"), flags=re.MULTILINE)
    assert versions[:1] == ["Unreleased"]
