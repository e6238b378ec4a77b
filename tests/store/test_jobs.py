"""The job table: leases, lanes, retries."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from listings.errors import Conflict, NotFound
from store.open import Stores
from tests.store.samples import LEASE, NOW


def test_a_job_is_done_once_and_again_after_a_death(stores: Stores) -> None:
    job = stores.jobs.add("crawl", {"source": "a"}, "crawl:a:1", NOW)
    assert stores.jobs.add("crawl", {}, "crawl:a:1", NOW) == job
    later = stores.jobs.add("crawl", {}, "crawl:b:1", NOW + LEASE)
    leased = stores.jobs.lease("w1", LEASE, NOW)
    assert leased is not None
    assert (leased.id, leased.tries, leased.state, leased.lease_until) == (job.id, 1, "leased", NOW + LEASE)
    assert stores.jobs.lease("w2", LEASE, NOW) is None
    again = stores.jobs.lease("w2", LEASE, NOW + LEASE)
    assert again is not None
    assert (again.id, again.tries, again.lease_owner) == (job.id, 2, "w2")
    stores.jobs.done(job.id, "w2")
    last = stores.jobs.lease("w2", LEASE, NOW + LEASE)
    assert last is not None
    assert last.id == later.id


def test_who_does_only_some_kinds_of_jobs_is_given_no_others(stores: Stores) -> None:
    stores.jobs.add("crawl", {}, "crawl:a", NOW)
    assert stores.jobs.lease("w1", LEASE, NOW, names=("detect", "picture")) is None
    judging = stores.jobs.add("detect", {}, "detect:1", NOW)
    leased = stores.jobs.lease("w1", LEASE, NOW, names=("detect", "picture"))
    assert leased is not None
    assert leased.id == judging.id


def test_a_failed_job_is_retried_or_given_up(stores: Stores) -> None:
    job = stores.jobs.add("crawl", {}, "k", NOW)
    stores.jobs.lease("w1", LEASE, NOW)
    stores.jobs.fail(job.id, "w1", "the site is down", NOW + LEASE)
    assert stores.jobs.lease("w1", LEASE, NOW) is None
    assert stores.jobs.lease("w1", LEASE, NOW + LEASE) is not None
    stores.jobs.fail(job.id, "w1", "still down", None)
    assert stores.jobs.lease("w1", LEASE, NOW + 9 * LEASE) is None
    [shown] = stores.jobs.page()
    assert (shown.state, shown.last_error, shown.tries) == ("failed", "still down", 2)
    with pytest.raises(NotFound):
        stores.jobs.done(99, "w2")


def test_a_renewed_lease_is_not_taken_over(stores: Stores) -> None:
    job = stores.jobs.add("crawl", {}, "k", NOW)
    stores.jobs.lease("w1", LEASE, NOW)
    stores.jobs.renew(job.id, "w1", LEASE, NOW + LEASE / 2)
    assert stores.jobs.lease("w2", LEASE, NOW + LEASE) is None
    assert stores.jobs.lease("w2", LEASE, NOW + 2 * LEASE) is not None


def test_who_lost_a_job_has_no_more_say_in_it(stores: Stores) -> None:
    job = stores.jobs.add("crawl", {}, "k", NOW)
    stores.jobs.lease("w1", LEASE, NOW)
    stores.jobs.lease("w2", LEASE, NOW + LEASE)
    late: tuple[Callable[[], None], ...] = (
        lambda: stores.jobs.renew(job.id, "w1", LEASE, NOW),
        lambda: stores.jobs.done(job.id, "w1"),
        lambda: stores.jobs.fail(job.id, "w1", "late", None),
        lambda: stores.jobs.put_back(job.id, "w1", NOW),
        lambda: stores.jobs.withdraw(job.id, "w1"),
    )
    for word in late:
        with pytest.raises(Conflict, match="no longer held by w1"):
            word()
    [shown] = stores.jobs.page()
    assert (shown.state, shown.lease_owner) == ("leased", "w2")


def test_of_one_lane_one_job_goes_at_a_time(stores: Stores) -> None:
    first = stores.jobs.add("crawl", {}, "1", NOW, lane="crawl:a")
    stores.jobs.add("crawl", {}, "2", NOW, lane="crawl:a")
    other = stores.jobs.add("crawl", {}, "3", NOW, lane="crawl:b")
    taken = [stores.jobs.lease(f"w{n}", LEASE, NOW) for n in range(3)]
    assert [job.id if job else None for job in taken] == [first.id, other.id, None]
    again = stores.jobs.lease("w4", LEASE, NOW + LEASE)
    assert again is not None
    assert (again.id, again.tries) == (first.id, 2), "what was begun goes before what waits in its lane"
    stores.jobs.done(first.id, "w4")
    second = stores.jobs.lease("w5", LEASE, NOW)
    assert second is not None
    assert (second.key, len(stores.jobs.pending("crawl:a"))) == ("2", 1)


def test_workers_that_ask_at_once_never_share_a_lane(stores: Stores) -> None:
    for number in range(8):
        stores.jobs.add("crawl", {}, str(number), NOW, lane=f"lane-{number % 2}")
    with ThreadPoolExecutor(8) as workers:
        asked = workers.map(lambda number: stores.jobs.lease(f"w{number}", LEASE, NOW), range(8))
    lanes = [job.lane for job in asked if job is not None]
    assert 1 <= len(lanes) == len(set(lanes))


def test_a_job_put_back_has_lost_no_try(stores: Stores) -> None:
    job = stores.jobs.add("crawl", {}, "k", NOW)
    stores.jobs.lease("w1", LEASE, NOW)
    stores.jobs.put_back(job.id, "w1", NOW + LEASE)
    assert stores.jobs.lease("w1", LEASE, NOW) is None
    again = stores.jobs.lease("w2", LEASE, NOW + LEASE)
    assert again is not None
    assert again.tries == 1
    stores.jobs.withdraw(job.id, "w2")
    assert stores.jobs.page() == []


def test_a_job_that_kills_its_workers_is_given_up(stores: Stores) -> None:
    job = stores.jobs.add("crawl", {}, "k", NOW, lane="crawl:a")
    for number in range(3):
        assert stores.jobs.give_up_lost(3, NOW + number * LEASE) == []
        assert stores.jobs.lease(f"w{number}", LEASE, NOW + number * LEASE) is not None
    assert stores.jobs.give_up_lost(3, NOW + 3 * LEASE - timedelta(seconds=1)) == []
    (lost,) = stores.jobs.give_up_lost(3, NOW + 3 * LEASE)
    assert (lost.id, lost.state, lost.last_error) == (job.id, "failed", "the worker w2 fell silent at try 3")
    assert stores.jobs.lease("w4", LEASE, NOW + 9 * LEASE) is None
    assert stores.jobs.latest(["crawl:a", "crawl:b"]) == {"crawl:a": lost}
