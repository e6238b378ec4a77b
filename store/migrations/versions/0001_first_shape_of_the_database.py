"""First shape of the database."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    _evidence_sources_and_accounts()
    _crawling_and_listings()
    _judging_and_review()


def _evidence_sources_and_accounts() -> None:
    op.create_table(
        "blobs",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", BIG, nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_by", sa.Text(), nullable=True),
        sa.Column("erased_why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_blobs")),
    )
    op.create_table(
        "brands",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("record", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brands")),
        sa.UniqueConstraint("name", name=op.f("uq_brands_name")),
    )
    op.create_table(
        "captures",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", BIG, nullable=False),
        sa.Column("headers", JSON, nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("rendered", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_captures")),
    )
    op.create_index(op.f("ix_captures_digest"), "captures", ["digest"], unique=False)
    op.create_table(
        "chain",
        sa.Column("number", BIG, autoincrement=True, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_chain")),
    )
    op.create_table(
        "chain_head",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_head")),
    )
    op.create_table(
        "jobs",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("arguments", JSON, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state", sa.Enum("waiting", "leased", "done", "failed", native_enum=False, length=20), nullable=False
        ),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", BIG, nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("key", name=op.f("uq_jobs_key")),
    )
    op.create_index(
        "ix_jobs_due",
        "jobs",
        ["due", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('waiting', 'leased')"),
        postgresql_where=sa.text("state IN ('waiting', 'leased')"),
    )
    op.create_table(
        "sellers",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("site", sa.Text(), nullable=True),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sellers")),
        sa.UniqueConstraint("key", name=op.f("uq_sellers_key")),
    )
    op.create_table(
        "sources",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("start", JSON, nullable=False),
        sa.Column("query", sa.Text(), nullable=True),
        sa.Column("every_seconds", BIG, nullable=True),
        sa.Column("cron", sa.Text(), nullable=True),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("last_run_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        sa.UniqueConstraint("name", name=op.f("uq_sources_name")),
    )
    op.create_table(
        "users",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "role", sa.Enum("reviewer", "lead", "officer", "admin", native_enum=False, length=20), nullable=False
        ),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("name", name=op.f("uq_users_name")),
    )

    head = sa.table("chain_head", sa.column("id"), sa.column("number"), sa.column("digest"))
    op.bulk_insert(head, [{"id": 1, "number": 0, "digest": "0" * 64}])


def _crawling_and_listings() -> None:
    op.create_table(
        "brand_references",
        sa.Column("brand_id", BIG, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["brands.id"], name=op.f("fk_brand_references_brand_id")),
        sa.ForeignKeyConstraint(["digest"], ["blobs.digest"], name=op.f("fk_brand_references_digest")),
        sa.PrimaryKeyConstraint("brand_id", "digest", name=op.f("pk_brand_references")),
    )
    op.create_table(
        "listings",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("site", sa.Text(), nullable=True),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=True),
        sa.Column("seller_id", BIG, nullable=True),
        sa.Column("latest_version_id", BIG, nullable=True),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["seller_id"], ["sellers.id"], name=op.f("fk_listings_seller_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listings")),
        sa.UniqueConstraint("key", name=op.f("uq_listings_key")),
    )
    op.create_index(op.f("ix_listings_address"), "listings", ["address"], unique=False)
    op.create_index(op.f("ix_listings_seller_id"), "listings", ["seller_id"], unique=False)
    op.create_table(
        "runs",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("source_id", BIG, nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("lease_seconds", BIG, nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finish", sa.Enum("complete", "stopped", "failed", native_enum=False, length=20), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_runs_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    op.create_index(op.f("ix_runs_source_id"), "runs", ["source_id"], unique=False)
    op.create_index(
        "uq_runs_live",
        "runs",
        ["source_id"],
        unique=True,
        sqlite_where=sa.text("ended IS NULL"),
        postgresql_where=sa.text("ended IS NULL"),
    )
    op.create_table(
        "sign_ins",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", BIG, nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sign_ins_user_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_ins")),
    )
    op.create_index(op.f("ix_sign_ins_user_id"), "sign_ins", ["user_id"], unique=False)
    op.create_table(
        "frontier",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("run_id", BIG, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("index", "listing", "sitemap", "image", "unknown", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("state", sa.Enum("waiting", "in_flight", "ended", native_enum=False, length=20), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("read", "same", "unreadable", "gone", "refused", "banned", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("depth", BIG, nullable=False),
        sa.Column("tries", BIG, nullable=False),
        sa.Column("render", sa.Boolean(), nullable=False),
        sa.Column("priority", BIG, nullable=False),
        sa.Column("listing_id", BIG, nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("size", BIG, nullable=False),
        sa.ForeignKeyConstraint(["listing_id"], ["listings.id"], name=op.f("fk_frontier_listing_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_frontier_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frontier")),
    )
    op.create_index("ix_frontier_due", "frontier", ["run_id", "state", "priority", "id"], unique=False)
    op.create_index("uq_frontier_address", "frontier", ["run_id", "address"], unique=True)
    op.create_table(
        "listing_versions",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("listing_id", BIG, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("content_digest", sa.String(length=64), nullable=False),
        sa.Column("listing", JSON, nullable=False),
        sa.Column("sources", JSON, nullable=False),
        sa.Column("captured_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("capture_id", BIG, nullable=True),
        sa.Column("run_id", BIG, nullable=True),
        sa.Column("images_digest", sa.String(length=64), nullable=False),
        sa.Column("unjudged", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.id"], name=op.f("fk_listing_versions_capture_id")),
        sa.ForeignKeyConstraint(["listing_id"], ["listings.id"], name=op.f("fk_listing_versions_listing_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_listing_versions_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_versions")),
    )
    op.create_index(
        "ix_listing_versions_unjudged",
        "listing_versions",
        ["id"],
        unique=False,
        sqlite_where=sa.text("unjudged"),
        postgresql_where=sa.text("unjudged"),
    )
    op.create_index("uq_listing_versions_number", "listing_versions", ["listing_id", "number"], unique=True)
    op.create_table(
        "sightings",
        sa.Column("run_id", BIG, nullable=False),
        sa.Column("listing_id", BIG, nullable=False),
        sa.Column("state", sa.Enum("new", "changed", "same", native_enum=False, length=20), nullable=False),
        sa.Column("missing", JSON, nullable=False),
        sa.ForeignKeyConstraint(["listing_id"], ["listings.id"], name=op.f("fk_sightings_listing_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_sightings_run_id")),
        sa.PrimaryKeyConstraint("run_id", "listing_id", name=op.f("pk_sightings")),
    )


def _judging_and_review() -> None:
    op.create_table(
        "judgements",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("version_id", BIG, nullable=False),
        sa.Column("judge_version", sa.Text(), nullable=False),
        sa.Column("images_digest", sa.String(length=64), nullable=False),
        sa.Column("risk", sa.Double(), nullable=False),
        sa.Column("notes", JSON, nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["listing_versions.id"], name=op.f("fk_judgements_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgements")),
    )
    op.create_index("uq_judgements_basis", "judgements", ["version_id", "judge_version", "images_digest"], unique=True)
    op.create_table(
        "listing_images",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("version_id", BIG, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("state", sa.Enum("waiting", "read", "unreadable", native_enum=False, length=20), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["version_id"], ["listing_versions.id"], name=op.f("fk_listing_images_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_images")),
    )
    op.create_index(op.f("ix_listing_images_address"), "listing_images", ["address"], unique=False)
    op.create_index("uq_listing_images_address", "listing_images", ["version_id", "address"], unique=True)
    op.create_table(
        "findings",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("judgement_id", BIG, nullable=False),
        sa.Column("kind", sa.Enum("label", "signal", native_enum=False, length=20), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("record", JSON, nullable=False),
        sa.ForeignKeyConstraint(["judgement_id"], ["judgements.id"], name=op.f("fk_findings_judgement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
    )
    op.create_index(op.f("ix_findings_judgement_id"), "findings", ["judgement_id"], unique=False)
    op.create_table(
        "hits",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("listing_id", BIG, nullable=False),
        sa.Column("version_id", BIG, nullable=False),
        sa.Column("judgement_id", BIG, nullable=False),
        sa.Column("risk", sa.Double(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "parked", "passed", "confirmed", "dismissed", "lapsed", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("park_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["judgement_id"], ["judgements.id"], name=op.f("fk_hits_judgement_id")),
        sa.ForeignKeyConstraint(["listing_id"], ["listings.id"], name=op.f("fk_hits_listing_id")),
        sa.ForeignKeyConstraint(["version_id"], ["listing_versions.id"], name=op.f("fk_hits_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hits")),
    )
    op.create_index(op.f("ix_hits_lease_owner"), "hits", ["lease_owner"], unique=False)
    op.create_index(op.f("ix_hits_listing_id"), "hits", ["listing_id"], unique=False)
    op.create_index(
        "ix_hits_queue",
        "hits",
        ["risk", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('open', 'parked', 'passed')"),
        postgresql_where=sa.text("state IN ('open', 'parked', 'passed')"),
    )
    op.create_index(
        "uq_hits_pending",
        "hits",
        ["listing_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('open', 'parked', 'passed')"),
        postgresql_where=sa.text("state IN ('open', 'parked', 'passed')"),
    )
    op.create_table(
        "decisions",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("hit_id", BIG, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column(
            "verdict",
            sa.Enum("confirm", "dismiss", "park", "pass", "reopen", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("park_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undoes", BIG, nullable=True),
        sa.ForeignKeyConstraint(["hit_id"], ["hits.id"], name=op.f("fk_decisions_hit_id")),
        sa.ForeignKeyConstraint(["undoes"], ["decisions.id"], name=op.f("fk_decisions_undoes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index(op.f("ix_decisions_user"), "decisions", ["user"], unique=False)
    op.create_index("uq_decisions_number", "decisions", ["hit_id", "number"], unique=True)
    op.create_table(
        "hit_skips",
        sa.Column("hit_id", BIG, nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["hit_id"], ["hits.id"], name=op.f("fk_hit_skips_hit_id")),
        sa.PrimaryKeyConstraint("hit_id", "user", name=op.f("pk_hit_skips")),
    )
    op.create_table(
        "finding_decisions",
        sa.Column("decision_id", BIG, nullable=False),
        sa.Column("finding_id", BIG, nullable=False),
        sa.Column("upheld", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_finding_decisions_decision_id")),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name=op.f("fk_finding_decisions_finding_id")),
        sa.PrimaryKeyConstraint("decision_id", "finding_id", name=op.f("pk_finding_decisions")),
    )
    op.create_table(
        "takedowns",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("hit_id", BIG, nullable=False),
        sa.Column("decision_id", BIG, nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("built", "sent", "acknowledged", "removed", "refused", "withdrawn", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("record", JSON, nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_takedowns_decision_id")),
        sa.ForeignKeyConstraint(["hit_id"], ["hits.id"], name=op.f("fk_takedowns_hit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_takedowns")),
    )
    op.create_index(op.f("ix_takedowns_platform"), "takedowns", ["platform"], unique=False)
    op.create_index(
        "uq_takedowns_live",
        "takedowns",
        ["hit_id"],
        unique=True,
        sqlite_where=sa.text("state != 'withdrawn'"),
        postgresql_where=sa.text("state != 'withdrawn'"),
    )
    op.create_table(
        "takedown_steps",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("takedown_id", BIG, nullable=False),
        sa.Column(
            "state",
            sa.Enum("built", "sent", "acknowledged", "removed", "refused", "withdrawn", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["takedown_id"], ["takedowns.id"], name=op.f("fk_takedown_steps_takedown_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_takedown_steps")),
    )
    op.create_index(op.f("ix_takedown_steps_takedown_id"), "takedown_steps", ["takedown_id"], unique=False)
