"""Making up one newspaper page: its columns, and articles, notes and pictures that fill areas of them exactly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from random import Random

from benchmarks.pages.looks import REFERENCE_PX, with_style
from benchmarks.pages.prose import Prose
from benchmarks.samples.flow import House, Made, Row, deal, pour, rows_of
from benchmarks.samples.fonts import Font, advance_px
from benchmarks.samples.markup import Block, Kind
from benchmarks.samples.sheet import Region
from digitize.model.geometry import Box


@dataclass(frozen=True, slots=True)
class Area:
    """Columns ``first`` to ``last`` (from 1) between two heights."""

    first: int
    last: int
    y0: int
    y1: int

    @property
    def count(self) -> int:
        return self.last - self.first + 1

    @property
    def height(self) -> int:
        return self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class Piece:
    """Blocks that are set together; the last of them is a paragraph of these sentences, or ``sentences`` is empty."""

    blocks: tuple[Block, ...]
    sentences: tuple[str, ...] = ()

    def shorter(self) -> Piece | None:
        """Without its last sentence."""
        if len(self.sentences) < 2:
            return None
        kept = self.sentences[:-1]
        return Piece((*self.blocks[:-1], replace(self.blocks[-1], text=" ".join(kept))), kept)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and its caption on their way into a page; ``foot`` is where text may go on below them."""

    area: Area
    note: str
    caption: tuple[Row, ...]
    foot: int
    article: int


@dataclass(slots=True)
class Desk:
    """Where a page is being made up.

    Args:
        house: Its styles.
        body_px: Size of its text.
        columns: Left and right edge of each column.
        prose: Where its text comes from.
        chance: Decides what is left open.
        ruled: Whether rules stand between columns and between articles; else only white space.
        made: What has been set.
        separators: Which of the rules part columns or articles.
        articles: How many articles and notes there are so far.
        boxes: How many boxed notices.
    """

    house: House
    body_px: float
    columns: tuple[tuple[int, int], ...]
    prose: Prose
    chance: Random
    ruled: bool = True
    made: Made = field(default_factory=Made)
    separators: list[Box] = field(default_factory=list)
    articles: int = 0
    boxes: int = 0

    def __post_init__(self) -> None:
        self.made.unit = self.unit

    @property
    def unit(self) -> float:
        return self.body_px / REFERENCE_PX

    @property
    def leading_px(self) -> float:
        return self.house.styles[Kind.PARAGRAPH].leading_px

    def px(self, of_reference: float) -> int:
        """A distance that was meant for type of 35 pixels."""
        return max(1, round(of_reference * self.unit))

    def box(self, area: Area) -> Box:
        """The pixels of an area."""
        return Box(self.columns[area.first - 1][0], area.y0, self.columns[area.last - 1][1], area.y1)

    def gutter_rule(self, right_of: int, y0: int, y1: int) -> None:
        """A rule in the middle of the gutter left of a column, if the house has such."""
        if not self.ruled or y1 - y0 < self.leading_px:
            return
        middle = (self.columns[right_of - 2][1] + self.columns[right_of - 1][0]) // 2
        half = max(1, round(1.0 * self.unit))
        self.separate(Box(middle - half, y0, middle + half, y1))

    def cross_rule(self, area: Area, y: int, *thick: float) -> None:
        """One or two rules across an area, if the house has such."""
        if not self.ruled:
            return
        box = self.box(area)
        for number, thickness in enumerate(thick):
            top = y + number * self.px(9)
            self.separate(Box(box.x0, top, box.x1, top + self.px(thickness)))

    def separate(self, rule: Box) -> None:
        """A rule that parts things."""
        self.made.rules.append(rule)
        self.separators.append(rule)

    def new_article(self) -> int:
        self.articles += 1
        return self.articles

    def paragraph(self, article: int, shortest: int = 2, longest: int = 6, opening: str = "") -> Piece:
        sentences = self.prose.sentences(self.chance.randint(shortest, longest))
        sentences[0] = opening + sentences[0]
        return Piece((Block(Kind.PARAGRAPH, " ".join(sentences), None, article),), tuple(sentences))

    def article_pieces(self, article: int, length: int, headed: bool) -> Iterator[Piece]:
        """An article: credit, paragraphs with a subheading now and then, a signature."""
        if headed:
            yield Piece((Block(Kind.HEAD2, self.prose.pick("heads"), None, article),))
        if self.chance.random() < 0.4:
            yield Piece((Block(Kind.CENTRED, self.prose.pick("credit"), None, article),))
        for number in range(length):
            opening = ""
            if number == 0 and self.chance.random() < 0.6:
                opening = f"{self.prose.pick('dateline')}, {self.chance.randint(2, 28)}. — "
            body = self.paragraph(article, opening=opening)
            if number and self.chance.random() < 0.16:
                head = Block(Kind.HEAD3, self.prose.pick("heads"), None, article)
                body = Piece((head, *body.blocks), body.sentences)
            yield body
            if self.chance.random() < 0.06:
                for point in range(1, self.chance.randint(3, 5)):
                    text = f"{point}) {self.prose.sentence()}"
                    yield Piece((Block(Kind.PARAGRAPH, text, None, article),), (text,))
        end = self.chance.random()
        if end < 0.5:
            yield Piece((Block(Kind.RIGHT, self.prose.pick("name"), None, article),))
        elif end < 0.65:
            yield Piece((Block(Kind.CENTRED, self.prose.pick("continued"), None, article),))

    def note_pieces(self) -> Iterator[Piece]:
        """Short notes below an article, each under a small headline."""
        while True:
            article = self.new_article()
            if self.chance.random() < 0.12:
                yield self._notice(article)
                continue
            head = Block(Kind.HEAD2, self.prose.pick("shorthead"), None, article)
            body = self.paragraph(article, 1, 3)
            yield Piece((head, *body.blocks), body.sentences)
            if self.chance.random() < 0.4:
                yield self.paragraph(article, 1, 3)

    def _notice(self, article: int) -> Piece:
        """A boxed notice."""
        self.boxes += 1
        head = Block(Kind.HEAD3, self.prose.pick("shorthead"), self.boxes, article)
        return Piece((head, Block(Kind.PARAGRAPH, self.prose.sentence(), self.boxes, article)))

    def fill(self, pieces: Iterator[Piece], width_px: int, heights_px: list[float]) -> list[list[Row]]:
        """Sets pieces until columns of those heights are full; the last paragraphs are cut to fit, by whole sentences.

        Returns:
            The rows of each column.
        """
        kept: list[Piece] = []
        rows: list[list[Row]] = []
        need, room = 0.0, sum(heights_px)
        for piece in pieces:
            kept.append(piece)
            rows.append(self._rows(piece, len(rows), width_px))
            need += sum(r.style.leading_px + r.above_px for r in rows[-1])
            if need > room + 4 * self.leading_px:
                break
        while True:
            dealt = deal([row for some in rows for row in some], heights_px)
            if not dealt[-1]:
                return dealt[:-1]
            shorter = kept[-1].shorter()
            if shorter is not None:
                kept[-1] = shorter
                rows[-1] = self._rows(shorter, len(rows) - 1, width_px)
            else:
                kept.pop()
                rows.pop()

    def _rows(self, piece: Piece, number: int, width_px: int) -> list[Row]:
        return [
            replace(row, block=row.block + 100 * number) for row in rows_of(list(piece.blocks), self.house, width_px)
        ]

    def headline(self, area: Area, article: int) -> int:
        """A headline over all columns of an area, large enough to fill one line or two; returns its foot."""
        text, chance = self.prose.pick("heads"), self.chance
        if chance.random() < 0.55:
            text = text.upper()
        if area.count > 2 and chance.random() < 0.5:
            text += ". " + self.prose.pick("heads")
        box = self.box(area)
        style = self.house.styles[Kind.HEAD1]
        probe = Font(style.font.face, 100, style.font.stretch)
        lines = 1 if advance_px(text, probe) < 1.25 * box.width * 100 / (2.2 * self.body_px) else 2
        fill = chance.uniform(0.7, 0.95) * lines * (0.82 if lines == 2 else 1.0)
        size = fill * box.width / advance_px(text, probe) * 100
        size = round(min(max(size, 1.35 * self.body_px), (2.2 + 0.5 * area.count) * self.body_px), 1)
        while any(advance_px(w, Font(probe.face, size, probe.stretch)) > 0.98 * box.width for w in text.split()):
            size *= 0.92
        house = with_style(
            self.house,
            Kind.HEAD1,
            font=replace(style.font, size_px=round(size, 1)),
            leading_px=float(round(size * 1.1)),
        )
        blocks = [Block(Kind.HEAD1, text, None, article)]
        if chance.random() < 0.35:
            blocks.append(Block(Kind.HEAD3, self.prose.pick("heads"), None, article))
        span = (area.first, area.last)
        return pour(rows_of(blocks, house, box.width), box, None, self.made, span=span) + self.px(12)

    def place(self, dealt: list[list[Row]], area: Area, tops: list[int]) -> None:
        """Prints dealt rows in the columns of an area, spread down to its foot where little room is left."""
        for offset, rows in enumerate(dealt):
            if not rows:
                continue
            number, top = area.first + offset, tops[offset]
            box = self.box(Area(number, number, top, area.y1))
            used = sum(r.style.leading_px + r.above_px for r in rows) - rows[0].above_px
            bearable = (0.08 * len(rows) + 1.2 * sum(r.opens for r in rows[1:])) * self.leading_px
            pour(rows, box, number, self.made, area.y1 if box.height - used <= bearable else None)

    def plan_picture(self, area: Area, note: str, caption: str, article: int) -> Picture:
        """A picture over all columns of an area with its caption below, not yet printed."""
        box = self.box(area)
        house = with_style(self.house, Kind.CENTRED, region="caption", before_px=0.0)
        rows = rows_of([Block(Kind.CENTRED, caption, None, article)], house, box.width)
        foot = box.y1 + self.px(10) + round(sum(r.style.leading_px for r in rows))
        return Picture(area, note, tuple(rows), foot + self.px(16), article)

    def print_picture(self, shown: Picture) -> None:
        """Prints a planned picture: its place, then its caption."""
        area, box = shown.area, self.box(shown.area)
        span = None if area.count == 1 else (area.first, area.last)
        column = area.first if area.count == 1 else None
        self.made.regions.append(Region("image", (), column, box, shown.note, shown.article, span))
        below = Box(box.x0, box.y1 + self.px(10), box.x1, shown.foot)
        pour(list(shown.caption), below, column, self.made, span=span)
