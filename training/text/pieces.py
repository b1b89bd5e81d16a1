"""Set pieces of a line: dates, times, numbers, sums, names, references, lists. Each takes a seeded ``random.Random``."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final

from training.text.phrases import Phrases

Piece = Callable[[random.Random, Phrases], str]

_ROMAN: Final = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_DASHES: Final = ("-", "-", "–", "—", " - ", " — ")
_FRACTIONS: Final = "½¼¾"


def roman(number: int) -> str:
    """A number up to 399 in Roman figures."""
    figures = ""
    for value, letters in _ROMAN:
        while number >= value:
            figures += letters
            number -= value
    return figures


def year(rnd: random.Random) -> int:
    """A year, mostly of the project's own time."""
    return rnd.randint(1900, 1960) if rnd.random() < 0.85 else rnd.randint(1700, 2025)


def date(rnd: random.Random, phrases: Phrases) -> str:
    """A date, written in one of the many ways of papers and print."""
    day, month, full = rnd.randint(1, 31), rnd.randint(1, 12), year(rnd)
    short = f"{full % 100:02d}"
    written = rnd.choice((str(full), str(full), short, f"{short}"))
    after = rnd.choice(phrases.year)
    after = after if after[:1] in ("-", ".", "") else " " + after if rnd.random() < 0.8 else after
    name = phrases.months[month - 1]
    way = rnd.random()
    if way < 0.38:
        first = "1er" if day == 1 and name == "janvier" else f"{day}." if name == "März" else str(day)
        return rnd.choice(
            (
                f"{first} {name} {full}{after}",
                f"{first} {name}",
                f"{name} {full}{after}",
                f"{first}-{rnd.randint(1, 31)} {name} {full}{after}",
                f"«{day}» {name} {full}{after}",
            )
        )
    if way < 0.62:
        figures = roman(month)
        sign = rnd.choice((".", ".", "/", "-", ". "))
        return f"{day}{sign}{figures}{rnd.choice((sign, '-', sign))}{written}{after}"
    if way < 0.85:
        sign = rnd.choice((".", ".", ".", "/", "-"))
        return (
            rnd.choice(
                (
                    f"{day:02d}{sign}{month:02d}{sign}{written}",
                    f"{day}{sign}{month}{sign}{written}",
                    f"{day}{sign}{month}",
                )
            )
            + after
        )
    if way < 0.93:
        return f"{full}{rnd.choice(_DASHES[:4])}{rnd.choice((str(full + 1), f'{(full + 1) % 100:02d}'))}{after}"
    return f"{full}{after}"


def time(rnd: random.Random, phrases: Phrases) -> str:
    """A time of day."""
    hour, minute = rnd.randint(0, 24), rnd.randint(0, 59)
    if phrases.months[0] == "janvier":
        return rnd.choice((f"{hour} h. {minute:02d}", f"{hour} heures", f"{hour}h{minute:02d}", f"{hour} h. 1/2"))
    return rnd.choice(
        (
            f"{hour}:{minute:02d}",
            f"{hour}.{minute:02d}",
            f"{hour} ч. {minute:02d} м." if "г." in phrases.year else f"{hour}.{minute:02d}",
            f"{hour}-{minute:02d}",
        )
    )


def number(rnd: random.Random, phrases: Phrases) -> str:
    """A number, with the thousands set off in one way or another."""
    way = rnd.random()
    if way < 0.35:
        return str(rnd.randint(0, 10 ** rnd.randint(1, 5)))
    if way < 0.55:
        sign = rnd.choice((".", " ", ",", ".", "'"))
        return f"{rnd.randint(1, 999)}{sign}{rnd.randint(0, 999):03d}" + (
            f"{sign}{rnd.randint(0, 999):03d}" if rnd.random() < 0.3 else ""
        )
    if way < 0.7:
        return f"{rnd.randint(0, 200)}{rnd.choice(',.')}{rnd.randint(0, 99)}"
    if way < 0.78:
        return f"{rnd.randint(1, 30)}{rnd.choice(('', ' '))}{rnd.choice((rnd.choice(_FRACTIONS), rnd.choice(_FRACTIONS), '1/2', '3/4', '2/3'))}"
    if way < 0.88:
        return f"{rnd.randint(1, 400)}{rnd.choice(_DASHES)}{rnd.randint(1, 900)}"
    return roman(rnd.randint(1, rnd.choice((12, 30, 120))))


def amount(rnd: random.Random, phrases: Phrases) -> str:
    """A number of things, a sum of money, a percentage."""
    way = rnd.random()
    if way < 0.4:
        return f"{number(rnd, phrases)} {rnd.choice(phrases.units)}"
    if way < 0.8:
        return f"{number(rnd, phrases)} {rnd.choice(phrases.money)}"
    if way < 0.84:
        return rnd.choice("£$") + number(rnd, phrases)
    if way < 0.88:
        return rnd.choice(
            (
                f"{rnd.randint(-40, 40)}°",
                f"+{rnd.randint(0, 35)}° C",
                f"{rnd.randint(1, 60)}° {rnd.randint(0, 59)}'",
                f"{rnd.randint(1, 90)} м²",
                f"{rnd.randint(1, 90)} m³",
                f"{rnd.randint(2, 60)}×{rnd.randint(2, 90)}",
            )
        )
    return f"{rnd.randint(0, 120)}{rnd.choice(('', ',5', '.7'))}{rnd.choice(('%', ' %', '%', ' ‰'))}"


def name(rnd: random.Random, phrases: Phrases) -> str:
    """A person: initials, first name or title with a last name."""
    last = rnd.choice(phrases.surnames)
    first = rnd.choice(phrases.given)
    initials = f"{first[0]}.", f"{rnd.choice(phrases.given)[0]}."
    way = rnd.random()
    if way < 0.3:
        text = f"{initials[0]} {initials[1]} {last}"
    elif way < 0.45:
        text = f"{initials[0]}{initials[1]}{rnd.choice(('', ' '))}{last}"
    elif way < 0.6:
        text = f"{initials[0]} {last}"
    elif way < 0.7:
        text = f"{last} {initials[0]} {initials[1]}"
    elif way < 0.85:
        text = f"{first} {last}"
    else:
        text = f"{rnd.choice(phrases.titles)} {last}"
    return text.upper() if rnd.random() < 0.12 else text


def reference(rnd: random.Random, phrases: Phrases) -> str:
    """Page, volume, fund, paragraph."""
    figures = roman(rnd.randint(1, 60)) if rnd.random() < 0.15 else str(rnd.randint(1, rnd.choice((12, 99, 999, 9999))))
    text = rnd.choice(phrases.numbered).format(figures)
    if rnd.random() < 0.2:
        text += f", {rnd.choice(phrases.numbered).format(rnd.randint(1, 400))}"
    if rnd.random() < 0.12:
        text += rnd.choice(("-а", "/2", "*", "**", "¹", "²", "³", "†", "-б"))
    return text


def abbreviation(rnd: random.Random, phrases: Phrases) -> str:
    """One abbreviation or institution."""
    return rnd.choice(phrases.abbreviations)


def place(rnd: random.Random, phrases: Phrases) -> str:
    """A town or country, sometimes as a dateline."""
    text = rnd.choice(phrases.places)
    return f"{text.upper()}, {date(rnd, phrases)}." if rnd.random() < 0.15 else text


_PIECES: Final[tuple[Piece, ...]] = (date, number, amount, name, reference, abbreviation, place, time)
_WEIGHTS: Final = (18, 12, 10, 22, 9, 18, 7, 4)


def piece(rnd: random.Random, phrases: Phrases) -> str:
    """Any of the above."""
    return rnd.choices(_PIECES, _WEIGHTS)[0](rnd, phrases)


def list_mark(rnd: random.Random, letters: str) -> str:
    """What stands before a point of a list: ``1)``, ``а)``, ``§ 3.``, ``IV.``, a dash, a star."""
    figure = rnd.randint(1, 30)
    letter = rnd.choice(letters[:12])
    return rnd.choice(
        (
            f"{figure})",
            f"{figure}.",
            f"{letter})",
            f"({figure})",
            f"§ {figure}.",
            f"{roman(figure)}.",
            f"{letter}.",
            "—",
            "-",
            "*",
            "•",
            f"{figure}/",
            f"№ {figure}.",
            f"{figure}.{rnd.randint(1, 9)}.",
            "*)",
            f"{figure}°",
            f"{letter}/",
        )
    )


def table_row(rnd: random.Random, word: str) -> str:
    """Figures in a row, perhaps with a word before and leaders between."""
    cells = [
        rnd.choice(
            (
                str(rnd.randint(0, 9999)),
                f"{rnd.randint(0, 99)},{rnd.randint(0, 9)}",
                "—",
                "-",
                f"{rnd.randint(1, 99)}.{rnd.randint(0, 999):03d}",
                f"{rnd.randint(0, 100)}%",
                "»",
                "½",
                "0",
            )
        )
        for _ in range(rnd.randint(2, 7))
    ]
    joint = rnd.choice((" ", " ", " ", " | ", " / ", "; "))
    row = joint.join(cells)
    return (
        f"{word} {rnd.choice(('', '', '... ', '..... ', '. . . . ', '— ', ': ', '= '))}{row}"
        if rnd.random() < 0.5
        else row
    )


def ruled_line(rnd: random.Random) -> str:
    """A row of one sign, as typewriters drew rules and forms leave room."""
    sign = rnd.choice(
        ("-", "-", "-", "=", "=", ".", ".", "_", "_", "*", "—", "–", "- ", ". ", "* ", "+", "~", "…", "¬", "# ", "•")
    )
    return (sign * rnd.randint(3, 60 // len(sign))).strip()


_OPERATORS: Final = "+-=×:/<>"


def sum_line(rnd: random.Random) -> str:
    """A calculation or formula."""
    text = str(rnd.randint(1, 999))
    for _ in range(rnd.randint(1, 4)):
        text += f" {rnd.choice(_OPERATORS)} {rnd.randint(1, 9999)}{rnd.choice(('', '', '²', '³', '°', '%', '½', '^2', '‰'))}"
    return text


def cipher(rnd: random.Random) -> str:
    """Groups of figures or letters, as in ciphered telegrams and signatures of holdings."""
    size = rnd.choice((2, 3, 4, 5, 5, 6))
    signs = rnd.choice(
        ("0123456789", "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ", "0123456789/-")
    )
    return " ".join("".join(rnd.choice(signs) for _ in range(size)) for _ in range(rnd.randint(2, 8)))
