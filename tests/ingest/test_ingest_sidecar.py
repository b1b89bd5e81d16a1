"""Sidecars: what a user states about a document."""

from __future__ import annotations

from pathlib import Path

import pytest

from digitize.errors import InputError
from digitize.ingest import read_sidecar
from digitize.model.reference import FIELDS, SourceReference


def written(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_all_keys(tmp_path: Path) -> None:
    """Title, date, page and citation arrive as they are written, and nothing else."""
    text = 'title = "Правда"\ndate = "1927-11-02"\npage = "4"\ncitation = "Pravda, 2 November 1927, p. 4"\n'
    reference = read_sidecar(written(tmp_path / "a.toml", text))
    assert reference == SourceReference("Правда", "1927-11-02", "4", "Pravda, 2 November 1927, p. 4")


def test_every_field_has_a_key(tmp_path: Path) -> None:
    """Whatever can be stated of a source can be written into a sidecar, under the field's own name."""
    values = {name: f"value of {name}" for name in FIELDS} | {"date": "1927", "url": "http://a.example/карта?b=1"}
    text = "".join(f'{name} = "{value}"\n' for name, value in values.items())
    assert read_sidecar(written(tmp_path / "a.toml", text)).stated == values


def test_nothing_is_required(tmp_path: Path) -> None:
    """An empty sidecar states nothing."""
    assert read_sidecar(written(tmp_path / "a.toml", "")) == SourceReference()


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("date = 1927-11-02", "date", "1927-11-02"),
        ("date = 1927", "date", "1927"),
        ('date = "1927-11?"', "date", "1927-11?"),
        ('date = "192X"', "date", "192X"),
        ("page = 4", "page", "4"),
        ('page = "4 об."', "page", "4 об."),
        ("issue = 251", "issue", "251"),
        ('issue = "52-53"', "issue", "52-53"),
        ("fond = 3", "fond", "3"),
        ("columns = 3", "columns", "3"),
        ('list = "179-181"', "list", "179-181"),
        ("folder = 'Papka No. 28'", "folder", "Papka No. 28"),
        ("\ufefftitle = ' spaced '", "title", "spaced"),
    ],
)
def test_lenient_where_the_meaning_is_plain(tmp_path: Path, line: str, field: str, value: str) -> None:
    """Dates and pages without quotation marks, EDTF in its forms, a byte order mark."""
    assert getattr(read_sidecar(written(tmp_path / "a.toml", line)), field) == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('tittle = "Pravda"', "'tittle'"),
        ("title = 5", "'title'"),
        ('title = " "', "'title'"),
        ("page = true", "'page'"),
        ("citation = ['a']", "'citation'"),
        ("repository = 3", "'repository'"),
        ("[archive]\nfond = 3", "'archive'"),
        ('url = "library.example/17"', "library.example/17"),
        ('url = "file:///etc/passwd"', "file:"),
        ('url = "https://a b.example"', "'url'"),
        ('url = "https://"', "'url'"),
        ('url = "https://[1"', "'url'"),
        ("date = 1927-11-02T10:00:00", "'date'"),
        ('date = "2 November 1927"', "2 November 1927"),
        ('date = "1927-02-29"', "1927-02-29"),
        ('title = "open', "TOML"),
        ("[title]\nx = 1", "'title'"),
        ("a = " + "[" * 3000, "TOML"),
        (b"title = '\xff'", "UTF-8"),
        ("#" * (1 << 20) + "#", "too large"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str | bytes, said: str) -> None:
    """Unknown keys, wrong types, bad TOML and bad dates: the file, the key, and what to write."""
    with pytest.raises(InputError) as caught:
        read_sidecar(written(tmp_path / "scan.toml", text))
    assert said in caught.value.message
    assert str(caught.value.where).endswith("scan.toml")
    assert caught.value.hint
    if "UTF-8" not in said:
        assert " = " in caught.value.hint


@pytest.mark.parametrize(
    ("key", "meant"), [("columm", "columns"), ("papka", "folder"), ("Leaf", "list"), ("URL", "url")]
)
def test_a_key_by_another_name(tmp_path: Path, key: str, meant: str) -> None:
    """The hint shows the key that was probably meant, and all others."""
    with pytest.raises(InputError) as caught:
        read_sidecar(written(tmp_path / "a.toml", f'{key} = "1"'))
    assert f"Perhaps: {meant} = " in str(caught.value.hint)
    assert all(name in str(caught.value.hint) for name in FIELDS)


def test_a_missing_sidecar(tmp_path: Path) -> None:
    """An error by name, as for every file."""
    with pytest.raises(InputError, match="does not exist"):
        read_sidecar(tmp_path / "a.toml")
