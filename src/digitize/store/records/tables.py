"""The tables of the index. Nothing in them that PostgreSQL has not: the same types, keys and statements."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Float, ForeignKey, ForeignKeyConstraint, Integer, LargeBinary, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """What all tables share: constraints with names that do not depend on the database."""

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(referred_table_name)s",
            "ix": "ix_%(table_name)s_%(column_0_name)s",
        }
    )


_ID = String(255)


class DocumentRow(Base):
    """A document. Its fingerprint tells whether its files have changed since."""

    __tablename__ = "documents"

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    title: Mapped[str | None] = mapped_column(Text)
    in_force: Mapped[str | None] = mapped_column(_ID)
    sequence: Mapped[int] = mapped_column(Integer)
    fault: Mapped[str | None] = mapped_column(Text)


class PageRow(Base):
    """A page of a document, as its report tells."""

    __tablename__ = "pages"

    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    page_number: Mapped[int] = mapped_column(Integer, primary_key=True)
    status: Mapped[str] = mapped_column(String(32))
    words: Mapped[int] = mapped_column(Integer)
    mean_confidence: Mapped[float | None] = mapped_column(Float)
    predicted_cer: Mapped[float | None] = mapped_column(Float)


class TranscriptionRow(Base):
    """A version of a document's text."""

    __tablename__ = "transcriptions"

    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    origin: Mapped[str] = mapped_column(String(32))
    parent: Mapped[str | None] = mapped_column(_ID)
    words: Mapped[int | None] = mapped_column(Integer)
    sequence: Mapped[int | None] = mapped_column(Integer)
    created: Mapped[str | None] = mapped_column(String(40))
    stamp: Mapped[str] = mapped_column(String(64))


class DecisionRow(Base):
    """An entry of a document's decisions."""

    __tablename__ = "decisions"

    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    sequence: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    by: Mapped[str] = mapped_column(Text)
    at: Mapped[str] = mapped_column(String(40))
    transcription_id: Mapped[str] = mapped_column(_ID)
    of: Mapped[int | None] = mapped_column(Integer)
    page_number: Mapped[int | None] = mapped_column(Integer)
    words: Mapped[str] = mapped_column(Text)
    old: Mapped[str] = mapped_column(Text)
    new: Mapped[str] = mapped_column(Text)
    reference_id: Mapped[str | None] = mapped_column(_ID)
    reason: Mapped[str | None] = mapped_column(Text)


class AlignmentRow(Base):
    """A reference that a document has alignments with."""

    __tablename__ = "alignments"

    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    reference_id: Mapped[str] = mapped_column(_ID, primary_key=True)


class SearchPageRow(Base):
    """The text of a page as it is searched."""

    __tablename__ = "search_pages"
    __table_args__ = (
        ForeignKeyConstraint(
            ["document_id", "transcription_id"],
            ["transcriptions.document_id", "transcriptions.id"],
            ondelete="CASCADE",
        ),
    )

    document_id: Mapped[str] = mapped_column(_ID, primary_key=True)
    transcription_id: Mapped[str] = mapped_column(_ID, primary_key=True)
    page_number: Mapped[int] = mapped_column(Integer, primary_key=True)
    groups: Mapped[bytes] = mapped_column(LargeBinary)
    starts: Mapped[bytes] = mapped_column(LargeBinary)
    words: Mapped[str] = mapped_column(Text)
    boxes: Mapped[bytes] = mapped_column(LargeBinary)
    facts: Mapped[str] = mapped_column(Text)
