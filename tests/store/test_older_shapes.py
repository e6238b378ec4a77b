"""A database that an earlier Soi wrote is brought to the present shape with all that it holds."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from alembic import command
from sqlalchemy import text

from store.database import Database
from store.engines import read_url
from store.open import open_stores
from store.schema import alembic_settings
from tests.store.samples import NOW

_ROWS = (
    (
        "INSERT INTO listings (id, key, external_id, latest_version_id, first_seen, last_seen)"
        " VALUES (1, 'k', 'sp-1', 1, :now, :now)"
    ),
    (
        "INSERT INTO listing_versions (id, listing_id, number, content_digest, listing, sources, captured_at,"
        " images_digest, unjudged) VALUES (1, 1, 1, 'd', '{\"id\": \"sp-1\"}', '{}', :now, 'd', false)"
    ),
    (
        "INSERT INTO judgements (id, version_id, judge_version, images_digest, risk, notes, judged_at)"
        " VALUES (1, 1, 'j', 'd', 0.9, '[]', :now)"
    ),
    (
        "INSERT INTO hits (id, listing_id, version_id, judgement_id, risk, state, opened_at)"
        " VALUES (1, 1, 1, 1, 0.9, 'open', :now)"
    ),
)


def test_hits_of_the_first_shape_stay_hits(database_url: str, evidence_folder: Path) -> None:
    database = Database(read_url(database_url), busy_timeout=timedelta(seconds=5))
    settings = alembic_settings()
    with database.migrating() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0001")
        for row in _ROWS:
            connection.execute(text(row), {"now": NOW.replace(tzinfo=None)})
    database.close()
    with open_stores(database_url, evidence_folder) as stores:
        assert stores.hits.case(1).hit.sample is None
        assert (stores.hits.count_open(), stores.hits.count_samples()) == (1, 0)
        assert stores.samples.draw("random", 1, NOW).drawn == 0


def test_listings_recognised_by_their_text_say_so(database_url: str, evidence_folder: Path) -> None:
    database = Database(read_url(database_url), busy_timeout=timedelta(seconds=5))
    settings = alembic_settings()
    with database.migrating() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0008")
        for row in _ROWS[:2]:
            connection.execute(text(row), {"now": NOW.replace(tzinfo=None)})
            again = row.replace("(1, 'k', 'sp-1', 1,", "(2, 'l', 'sp-2', 2,").replace("(1, 1, 1, 'd'", "(2, 2, 1, 'd'")
            connection.execute(text(again), {"now": NOW.replace(tzinfo=None)})
        connection.execute(text("UPDATE listings SET relisted_from = 1 WHERE id = 2"))
    database.close()
    with open_stores(database_url, evidence_folder) as stores:
        found = stores.listings.get(2).relisted_from
        assert found is not None
        assert (found.listing_id, found.by) == (1, "text")
        assert stores.listings.get(1).relisted_from is None
