"""Settings: flags, then ``DIGITIZE_*`` variables, then ``digitize.toml``, then defaults. One model, documented from itself."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from digitize.errors import UsageError
from digitize.model.own_text import TextLayer
from digitize.model.profile import EngineName, PdfKind, Profile, Splitting
from digitize.model.rules import NONE, RepairRule, rules_named, told_rules

DEFAULT_ENGINE = EngineName.BOTH
"""Which recogniser reads when nobody says anything."""


def _cores() -> int:
    """Cores that this process may use; on systems that cannot tell, all there are."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


class Settings(BaseSettings):
    """Everything that can be set."""

    model_config = SettingsConfigDict(
        env_prefix="DIGITIZE_",
        env_ignore_empty=True,
        toml_file="digitize.toml",
        extra="forbid",
        frozen=True,
        validate_default=True,
    )

    output: Path = Field(Path("output"), description="Folder that receives a folder per document.")
    languages: str = Field(
        "auto",
        description="Recognition models joined by '+', such as rus+fra; 'auto' chooses from the page's script.",
    )
    profile: Profile = Field(Profile.AUTO, description="Kind of page: auto, newspaper, typescript or book.")
    engine: EngineName = Field(
        DEFAULT_ENGINE,
        description="What reads the letters: tesseract, own (the project's own recogniser), or both: our own, "
        "and Tesseract what that is not sure of.",
    )
    own_model: Path | None = Field(
        None, description="Model file of our own recogniser; by default the one that the package brings."
    )
    split_spreads: Splitting = Field(
        Splitting.AUTO, description="Whether a scan of two facing pages becomes two pages: auto or never."
    )
    pdf: PdfKind = Field(
        PdfKind.SEARCHABLE,
        description="searchable, or facing: beside the searchable PDF one to print, the scan on the left, its text on the right.",
    )
    text_layer: TextLayer = Field(
        TextLayer.REPLACE,
        description="What becomes of an invisible text layer that a PDF has already: replace (by what is read now), keep "
        "(where it is of use), or refuse (such a PDF, and one with visible text).",
    )
    modernise: bool = Field(
        False,
        description="Whether Russian in the orthography of before 1918 is put into today's in the reading layer.",
    )
    no_repair: str = Field(
        NONE,
        description="Rules of repair that are switched off, joined by '+', such as homoglyph+roman-numeral; or all, or none.",
    )
    index_url: str | None = Field(
        None,
        description="Address of the database that holds the index over documents; by default a file in the output folder.",
    )
    equal: str = Field(
        NONE,
        description="Kinds of variants that are taken for equal when texts are compared, joined by '+', such as "
        "quotation-marks+punctuation; or none. They are shown, but not counted.",
    )
    jobs: int = Field(
        default_factory=_cores,
        ge=1,
        le=256,
        description="Worker processes at a time; by default one per core.",
    )
    runs: int = Field(
        1,
        ge=1,
        le=64,
        description="Runs of the service that may work at a time, each with its own `jobs`; the others wait for their turn.",
    )
    page_timeout_s: float = Field(
        600.0, gt=0, allow_inf_nan=False, description="Seconds one step on one page may take."
    )
    memory_mib: int = Field(4096, ge=512, description="Memory that one worker process may use, in MiB.")
    max_pixels: int = Field(
        400_000_000, ge=1, description="Largest page, in pixels; a larger one is refused as a decompression bomb."
    )
    max_pages: int = Field(5_000, ge=1, description="Most pages in one file.")
    max_file_mib: int = Field(4_096, ge=1, description="Largest input file, in MiB.")
    review_above: float = Field(
        0.05,
        ge=0,
        le=1,
        allow_inf_nan=False,
        description="Predicted share of wrong characters on a page above which its document is said to need review.",
    )
    review_url: str | None = Field(
        None,
        description="Address under which browsers reach the review app, such as https://archive.example/review; the Prefect UI links to "
        "it. digitize serve knows its own.",
    )

    cache_limit_mib: int = Field(
        10_240,
        ge=1,
        description="Room that results of page steps may take in the cache, in MiB; what was not used for longest goes first, "
        "and is made again when it is wanted. By default some ten thousand pages.",
    )
    keep_runs_days: int = Field(
        90, ge=1, le=36_500, description="Days that ended runs, their logs and events stay in Prefect's database."
    )

    @field_validator("languages")
    @classmethod
    def _languages_are_names(cls, value: str) -> str:
        if value == "auto":
            return value
        parts = value.split("+")
        if "auto" in parts or not all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_.-]{1,60}", part) for part in parts):
            raise ValueError(f"not a list of languages: {value!r}; write rus+fra, or auto alone (see digitize doctor)")
        return "+".join(dict.fromkeys(parts))

    @field_validator("no_repair")
    @classmethod
    def _rules_are_known(cls, value: str) -> str:
        return told_rules(rules_named(value))

    @field_validator("equal")
    @classmethod
    def _kinds_are_names(cls, value: str) -> str:
        parts = dict.fromkeys(part.strip() for part in value.split("+"))
        if not all(re.fullmatch(r"[a-z]+(-[a-z]+)*", part) for part in parts) or (NONE in parts and len(parts) > 1):
            raise ValueError(f"not a list of kinds: {value!r}; write quotation-marks+punctuation, or none alone")
        return "+".join(parts)

    @field_validator("review_url")
    @classmethod
    def _address_has_no_secret(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value.strip())
        if (
            parts.scheme not in ("http", "https")
            or not parts.hostname
            or not re.fullmatch(r"[\w.~:/%@?#=&\[\]-]+", value.strip(), re.ASCII)
        ):
            raise ValueError(f"not an address of the web: {value!r}; write http://HOST:PORT")
        if parts.query or parts.fragment or parts.username is not None:
            raise ValueError(
                "the address is shown to everybody: leave out tokens, passwords, and what follows '?' or '#'"
            )
        return value.strip().rstrip("/")

    @property
    def rules_left_out(self) -> frozenset[RepairRule]:
        """The rules of repair that are switched off."""
        return rules_named(self.no_repair)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings, env_settings, TomlConfigSettingsSource(settings_cls))


_MESSAGES = {"extra_forbidden": "there is no such setting (docs/settings.md lists them)"}
"""Where pydantic's own words are meant for programmers."""


def load_settings(**flags: Any) -> Settings:
    """Settings from all sources; a flag that is ``None`` was not given.

    Raises:
        UsageError: If a value is not valid, naming the setting.
    """
    try:
        return Settings(**{name: value for name, value in flags.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "settings"
        message = _MESSAGES.get(first["type"]) or first["msg"].removeprefix("Value error, ")
        raise UsageError(
            f"setting {name!r}: {message}", hint="Look at the flag, DIGITIZE_* variables and digitize.toml"
        ) from None
    except (OSError, ValueError) as error:
        raise UsageError(f"digitize.toml cannot be read: {error}", hint="Mend or remove the file") from None
