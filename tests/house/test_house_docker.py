"""The container's files: what Docker itself would say cannot be asked here, so what matters is looked at one by one."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tools import product_lock

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "docker" / "Dockerfile").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker" / "compose.yaml").read_text("utf-8"))
SERVICE: dict[str, Any] = COMPOSE["services"]["digitize"]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]

_TEXTS = {"type": "array", "items": {"type": "string"}}
_SECONDS = {"type": "string", "pattern": r"^\d+(s|m)$"}
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name", "services"],
    "properties": {
        "name": {"type": "string", "pattern": "^[a-z0-9][a-z0-9_-]*$"},
        "services": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": False,
                "required": ["image", "restart", "healthcheck", "mem_limit", "read_only", "cap_drop"],
                "properties": {
                    "image": {"type": "string"},
                    "build": {
                        "type": "object",
                        "additionalProperties": False,
                        "properties": {"context": {"type": "string"}, "dockerfile": {"type": "string"}},
                    },
                    "command": _TEXTS,
                    "user": {"type": "string"},
                    "environment": {"type": "object", "additionalProperties": {"type": "string"}},
                    "ports": _TEXTS,
                    "volumes": _TEXTS,
                    "read_only": {"const": True},
                    "tmpfs": _TEXTS,
                    "cap_drop": {"const": ["ALL"]},
                    "security_opt": {"const": ["no-new-privileges:true"]},
                    "mem_limit": {"type": "string"},
                    "pids_limit": {"type": "integer", "minimum": 1},
                    "init": {"const": True},
                    "restart": {"enum": ["unless-stopped", "always", "on-failure"]},
                    "stop_grace_period": _SECONDS,
                    "healthcheck": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["test", "interval", "timeout", "start_period", "retries"],
                        "properties": {
                            "test": _TEXTS,
                            "interval": _SECONDS,
                            "timeout": _SECONDS,
                            "start_period": _SECONDS,
                            "retries": {"type": "integer", "minimum": 1},
                        },
                    },
                    "logging": {
                        "type": "object",
                        "additionalProperties": False,
                        "properties": {
                            "driver": {"type": "string"},
                            "options": {"type": "object", "additionalProperties": {"type": "string"}},
                        },
                    },
                },
            },
        },
    },
}
"""Of the parts of the Compose Specification that our file uses; a misspelt key is refused."""


def instructions(text: str) -> list[tuple[str, str]]:
    """The instructions of a Dockerfile, each with what follows it, comments left out and lines joined."""
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("#")).replace("\\\n", " ")
    parted = (line.split(maxsplit=1) for line in lines.splitlines() if line.strip())
    return [(name.upper(), " ".join(rest.split())) for name, rest in parted]


def faults(text: str) -> list[str]:
    """What is wrong with a Dockerfile: no pinned base, root, no health check, a secret, everything copied."""
    steps = instructions(text)
    named = {match[1] for _, rest in steps if (match := re.search(r" AS (\S+)$", rest, re.IGNORECASE))}
    bases = [rest.split()[0] for name, rest in steps if name == "FROM"]
    last = max(number for number, (name, _) in enumerate(steps) if name == "FROM")
    users = [rest for name, rest in steps[last:] if name == "USER"]
    found = [
        f"not pinned: {base}" for base in bases if base not in named and not re.search(r":\d+\.\d+|@sha256:", base)
    ]
    found += [] if users and re.fullmatch(r"[1-9]\d*", users[-1]) else ["no user of its own, by number"]
    found += [] if any(name == "HEALTHCHECK" for name, _ in steps[last:]) else ["no health check"]
    found += [
        f"a secret: {rest}"
        for name, rest in steps
        if name in ("ENV", "ARG") and re.search(r"(?i)(token|password|secret|api_?key)\w*=", rest)
    ]
    found += [f"copies everything: {rest}" for name, rest in steps if name == "COPY" and rest.split()[0] == "."]
    found += [f"adds what may be fetched: {rest}" for name, rest in steps if name == "ADD"]
    return found


def test_the_dockerfile_has_no_fault_that_we_know() -> None:
    """Pinned, not root, with a health check, no secret in it."""
    assert faults(DOCKERFILE) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("FROM debian:latest\nUSER 1\nHEALTHCHECK CMD x", "not pinned: debian:latest"),
        ("FROM debian\nUSER 1\nHEALTHCHECK CMD x", "not pinned: debian"),
        ("FROM debian:12.12\nHEALTHCHECK CMD x", "no user of its own, by number"),
        ("FROM debian:12.12\nUSER 1\nUSER root\nHEALTHCHECK CMD x", "no user of its own, by number"),
        ("FROM debian:12.12 AS build\nUSER 1\nHEALTHCHECK CMD x\nFROM build\nUSER 1", "no health check"),
        ("FROM debian:12.12\nENV A=1 \\\n  REVIEW_TOKEN=x\nUSER 1\nHEALTHCHECK CMD x", "a secret: A=1 REVIEW_TOKEN=x"),
        ("FROM debian:12.12\nCOPY . /all\nUSER 1\nHEALTHCHECK CMD x", "copies everything: . /all"),
    ],
)
def test_a_fault_is_seen(text: str, fault: str) -> None:
    """Each check above can fail."""
    assert faults(text) == [fault]


def test_hadolint_has_nothing_to_say() -> None:
    """The linter of Dockerfiles, with the exceptions that stand in the file with their reason."""
    hadolint = Path(sys.executable).parent / "hadolint"
    answer = subprocess.run(
        [hadolint, "--no-color", ROOT / "docker" / "Dockerfile"], capture_output=True, text=True, check=False
    )
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")


def test_what_the_dockerfile_copies_is_there_and_let_through() -> None:
    """Each path is in the checkout and in the list of what goes to the build; nothing else goes there."""
    ignore = (ROOT / "docker" / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    rules = [line for line in ignore if line and not line.startswith("#")]
    assert rules[0] == "*"
    let_through = {line.removeprefix("!") for line in rules if line.startswith("!")}
    copied = {
        source
        for name, rest in instructions(DOCKERFILE)
        if name == "COPY" and "--from" not in rest
        for source in rest.split()[:-1]
    }
    assert copied == let_through
    assert [path for path in copied if not (ROOT / path).exists()] == []
    assert set(rules) == {"*", "**/__pycache__", *(f"!{path}" for path in copied)}


def test_the_compose_file_is_whole() -> None:
    """Every key is one that Compose has, with a value of its kind; limits, health and restart are there."""
    jsonschema.validate(COMPOSE, SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**COMPOSE, "services": {"digitize": {**SERVICE, "memlimit": "1g"}}}, SCHEMA)


def test_the_container_is_reached_from_its_own_machine_only() -> None:
    """Prefect's server has no password."""
    assert SERVICE["ports"]
    assert [port for port in SERVICE["ports"] if not port.startswith("127.0.0.1:")] == []


def test_no_secret_stands_in_the_compose_file() -> None:
    """A token comes from outside, and may be empty."""
    assert SERVICE["environment"]["DIGITIZE_REVIEW_TOKEN"] == "${DIGITIZE_REVIEW_TOKEN:-}"


def test_all_files_speak_of_one_version() -> None:
    """The image is named after the product's version in the files and the documents."""
    assert SERVICE["image"] == f"digitize:{VERSION}"
    for name in ("docker/Dockerfile", "docker/README.md"):
        assert set(re.findall(r"digitize:(\d[\w.]*)", (ROOT / name).read_text("utf-8"))) == {VERSION}


def test_the_health_check_is_that_of_the_image() -> None:
    """Both files ask the same, in the same way."""
    (asked,) = [rest for name, rest in instructions(DOCKERFILE) if name == "HEALTHCHECK"]
    assert SERVICE["healthcheck"]["test"] == ["CMD", "/opt/digitize/bin/python", "-m", "digitize_flows.health"]
    assert asked.endswith('CMD ["/opt/digitize/bin/python", "-m", "digitize_flows.health"]')


def test_the_script_that_builds_without_docker_is_sound() -> None:
    """It is run by hand; a shell understands it at least."""
    answer = subprocess.run(
        ["bash", "-n", ROOT / "tools" / "docker_check.sh"], capture_output=True, text=True, check=False
    )
    assert (answer.returncode, answer.stderr) == (0, "")


def test_the_part_of_the_lock_that_builds_the_wheel() -> None:
    """The builder and what it needs, and none of the product; an unknown name is refused."""
    lock = product_lock.LOCK.read_text("utf-8")
    names = set(product_lock.sections(product_lock.part_of(lock, {"hatchling"})))
    assert {"hatchling", "pathspec", "pluggy"} <= names
    assert names.isdisjoint({"prefect", "ruff"})
    with pytest.raises(KeyError, match="not in the lock: hatchlin"):
        product_lock.part_of(lock, {"hatchlin"})
