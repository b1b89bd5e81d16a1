"""Settings: which source wins, what is refused, and that all of it is documented."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from digitize.errors import ExitCode, UsageError
from digitize.model.own_text import TextLayer
from digitize.model.profile import EngineName, PdfKind, Profile, Splitting
from digitize.settings import Settings, load_settings
from tools.settings_table import TARGET, settings_document


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.upper().startswith("DIGITIZE_")]:
        monkeypatch.delenv(name)
    return tmp_path


def toml(text: str) -> None:
    Path("digitize.toml").write_text(text, encoding="utf-8")


VALUES: dict[str, tuple[object, object, object]] = {
    "output": (Path("from-flag"), Path("from-variable"), Path("from-file")),
    "languages": ("rus", "fra", "deu"),
    "profile": (Profile.BOOK, Profile.NEWSPAPER, Profile.TYPESCRIPT),
    "engine": (EngineName.OWN, EngineName.TESSERACT, EngineName.OWN),
    "own_model": (Path("flag.onnx"), Path("variable.onnx"), Path("file.onnx")),
    "split_spreads": (Splitting.NEVER, Splitting.NEVER, Splitting.NEVER),
    "pdf": (PdfKind.FACING, PdfKind.FACING, PdfKind.FACING),
    "text_layer": (TextLayer.KEEP, TextLayer.REFUSE, TextLayer.KEEP),
    "modernise": (True, True, True),
    "no_repair": ("homoglyph", "roman-numeral+join-hyphen", "all"),
    "equal": ("spelling", "quotation-marks+punctuation", "capitals"),
    "index_url": ("sqlite:///flag", "sqlite:///variable", "sqlite:///file"),
    "jobs": (3, 5, 7),
    "page_timeout_s": (3.5, 5.5, 7.5),
    "memory_mib": (1_003, 1_005, 1_007),
    "max_pixels": (33, 55, 77),
    "max_pages": (3, 5, 7),
    "max_file_mib": (3, 5, 7),
    "cache_limit_mib": (3, 5, 7),
    "keep_runs_days": (3, 5, 7),
}


def test_every_setting_is_tried_below() -> None:
    """A new setting must be given values for the tests of precedence."""
    assert set(VALUES) == set(Settings.model_fields)


@pytest.mark.parametrize("name", sorted(VALUES))
def test_flags_win_over_variables_over_the_file_over_defaults(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each setting is taken from the first source that has it."""
    flag, variable, file = VALUES[name]
    default = getattr(load_settings(), name)
    assert default not in (flag, variable, file)
    toml(f"{name} = {json.dumps(file if isinstance(file, int | float) else str(file))}")
    assert getattr(load_settings(), name) == file
    monkeypatch.setenv(f"DIGITIZE_{name.upper()}", str(variable))
    assert getattr(load_settings(), name) == variable
    assert getattr(load_settings(**{name: flag}), name) == flag
    assert getattr(load_settings(**{name: None}), name) == variable


def test_sources_are_mixed_setting_by_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    """One setting from a flag, one from a variable, one from the file, the rest by default."""
    toml('languages = "deu"\njobs = 7')
    monkeypatch.setenv("DIGITIZE_JOBS", "5")
    settings = load_settings(max_pages=3)
    assert (settings.languages, settings.jobs, settings.max_pages, settings.profile) == ("deu", 5, 3, Profile.AUTO)


def test_defaults_need_no_file_and_no_variable() -> None:
    """Out of the box: results in output, languages found out, a worker for each core."""
    settings = load_settings()
    assert (settings.output, settings.languages, settings.profile) == (Path("output"), "auto", Profile.AUTO)
    assert settings.jobs == len(os.sched_getaffinity(0))


def test_a_system_that_cannot_tell_its_free_cores_has_a_default_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """macOS has no sched_getaffinity; a machine that tells nothing gets one worker."""
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: 6)
    assert load_settings().jobs == 6
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert load_settings().jobs == 1


def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """``DIGITIZE_JOBS= digitize run`` is no error, and an empty output folder would be the current one."""
    monkeypatch.setenv("DIGITIZE_JOBS", "")
    monkeypatch.setenv("DIGITIZE_OUTPUT", "")
    assert load_settings().output == Path("output")


def test_variables_that_are_no_settings_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests and the benchmark have DIGITIZE_ variables of their own."""
    monkeypatch.setenv("DIGITIZE_SCHEMAS", "/somewhere")
    assert load_settings() == load_settings()


WRONG = [
    ("jobs", "0"),
    ("jobs", "-1"),
    ("jobs", "257"),
    ("jobs", "many"),
    ("jobs", "1.5"),
    ("page_timeout_s", "0"),
    ("page_timeout_s", "nan"),
    ("page_timeout_s", "inf"),
    ("memory_mib", "511"),
    ("max_pixels", "0"),
    ("max_pages", "0"),
    ("max_file_mib", "-3"),
    ("profile", "magazine"),
    ("profile", "Newspaper"),
    ("engine", "kraken"),
    ("languages", "rus fra"),
    ("languages", "rus+"),
    ("languages", "+"),
    ("languages", "rus+auto"),
    ("languages", "../rus"),
    ("languages", "rus;fra"),
    ("languages", "русский"),
    ("languages", "r"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a flag, a variable or the file: exit code 2, the setting's name, a way out, no traceback of pydantic's."""
    with pytest.raises(UsageError) as by_flag:
        load_settings(**{name: value})
    toml(f"{name} = {value!r}")
    with pytest.raises(UsageError) as by_file:
        load_settings()
    Path("digitize.toml").unlink()
    monkeypatch.setenv(f"DIGITIZE_{name.upper()}", value)
    with pytest.raises(UsageError) as by_variable:
        load_settings()
    for caught in (by_flag, by_file, by_variable):
        error = caught.value
        assert error.exit_code is ExitCode.USAGE
        assert error.message.startswith(f"setting '{name}': ")
        assert error.hint and "digitize.toml" in error.hint
        assert "\n" not in str(error) and "pydantic" not in str(error).lower()
        assert error.__cause__ is None and error.__suppress_context__


@pytest.mark.parametrize("content", ["jobs = ", "[[", "jobs = 1\njobs = 2"])
def test_a_file_that_is_no_toml_is_named(content: str) -> None:
    """A slip in digitize.toml is told as such."""
    toml(content)
    with pytest.raises(UsageError, match=r"digitize\.toml"):
        load_settings()


def test_a_file_in_another_encoding_is_named() -> None:
    """TOML is UTF-8."""
    Path("digitize.toml").write_bytes('output = "результат"'.encode("cp1251"))
    with pytest.raises(UsageError, match=r"digitize\.toml"):
        load_settings()


def test_a_name_in_the_file_that_is_no_setting_is_named() -> None:
    """A typing error does not pass unnoticed."""
    toml('langauges = "rus"')
    with pytest.raises(UsageError, match="'langauges': there is no such setting"):
        load_settings()


@pytest.mark.parametrize(
    ("given_value", "taken"),
    [
        ("auto", "auto"),
        ("rus", "rus"),
        ("rus+fra", "rus+fra"),
        ("rus+fra+rus", "rus+fra"),
        ("Cyrillic", "Cyrillic"),
        ("chi_sim+frak2021", "chi_sim+frak2021"),
        ("Fraktur_50000000.334_450937", "Fraktur_50000000.334_450937"),
    ],
)
def test_languages_keep_their_order_and_come_once(given_value: str, taken: str) -> None:
    """The first language weighs most; names with digits, as home-made models have them, are names."""
    assert load_settings(languages=given_value).languages == taken


@given(st.text())
def test_any_text_for_languages_is_taken_or_refused(text: str) -> None:
    """Nothing typed there makes the program fall over, and nothing taken could be a path or an option."""
    try:
        taken = load_settings(languages=text).languages
    except UsageError:
        return
    assert taken and "/" not in taken and not taken.startswith("-")


def test_settings_do_not_change_in_use() -> None:
    """A run has the settings that it started with."""
    with pytest.raises(ValidationError):
        load_settings().jobs = 3  # type: ignore[misc]


def test_the_document_of_settings_is_current() -> None:
    """docs/settings.md is what the model and the command line give; if not: python tools/settings_table.py."""
    assert TARGET.read_text(encoding="utf-8") == settings_document(), "run: python tools/settings_table.py"


def test_every_setting_is_documented() -> None:
    """Each has a sentence of its own and a row with its variable."""
    document = settings_document()
    for name, field in Settings.model_fields.items():
        assert field.description and field.description.endswith(".")
        assert f"| `{name}` |" in document and f"`DIGITIZE_{name.upper()}`" in document
