"""The first tables: documents, their pages, texts, decisions and alignments, and the text to be searched."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.String(255)


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "documents",
        sa.Column("id", _ID, nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("in_force", _ID),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("fault", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
    )
    op.create_table(
        "pages",
        _document(),
        sa.Column("page_number", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("mean_confidence", sa.Float()),
        sa.Column("predicted_cer", sa.Float()),
        sa.PrimaryKeyConstraint("document_id", "page_number", name="pk_pages"),
        _of_document("pages"),
    )
    op.create_table(
        "transcriptions",
        _document(),
        sa.Column("id", _ID, nullable=False),
        sa.Column("origin", sa.String(32), nullable=False),
        sa.Column("parent", _ID),
        sa.Column("words", sa.Integer()),
        sa.Column("sequence", sa.Integer()),
        sa.Column("created", sa.String(40)),
        sa.Column("stamp", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "id", name="pk_transcriptions"),
        _of_document("transcriptions"),
    )
    op.create_table(
        "decisions",
        _document(),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("transcription_id", _ID, nullable=False),
        sa.Column("of", sa.Integer()),
        sa.Column("page_number", sa.Integer()),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.Column("reference_id", _ID),
        sa.Column("reason", sa.Text()),
        sa.PrimaryKeyConstraint("document_id", "sequence", name="pk_decisions"),
        _of_document("decisions"),
    )
    op.create_table(
        "alignments",
        _document(),
        sa.Column("reference_id", _ID, nullable=False),
        sa.PrimaryKeyConstraint("document_id", "reference_id", name="pk_alignments"),
        _of_document("alignments"),
    )
    op.create_table(
        "search_pages",
        _document(),
        sa.Column("transcription_id", _ID, nullable=False),
        sa.Column("page_number", sa.Integer(), nullable=False),
        sa.Column("groups", sa.LargeBinary(), nullable=False),
        sa.Column("starts", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("boxes", sa.LargeBinary(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "transcription_id", "page_number", name="pk_search_pages"),
        sa.ForeignKeyConstraint(
            ["document_id", "transcription_id"],
            ["transcriptions.document_id", "transcriptions.id"],
            name="fk_search_pages_transcriptions",
            ondelete="CASCADE",
        ),
    )


def downgrade() -> None:
    """Takes them away."""
    for table in ("search_pages", "alignments", "decisions", "transcriptions", "pages", "documents"):
        op.drop_table(table)


def _document() -> sa.Column[str]:
    return sa.Column("document_id", _ID, nullable=False)


def _of_document(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=f"fk_{table}_documents", ondelete="CASCADE")
