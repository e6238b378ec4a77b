from __future__ import annotations

import struct
from collections.abc import Callable
from itertools import permutations

import pytest

from listings.listing import Seller
from store.open import Stores
from store.packed_hashes import PER_BLOCK
from tests.store.samples import NOW, keep_import, label, listing, open_hit, verdict

HASH = bytes(range(32))


def digest(number: int) -> str:
    return f"{number:064x}"


def keep(stores: Stores, *numbers: int) -> list[int]:
    ids = stores.pictures.keep({digest(n): n.to_bytes(32, "big") for n in numbers})
    return [ids[digest(n)] for n in numbers]


def stored(stores: Stores, after_block: int = 0) -> dict[int, bytes]:
    """Read all fingerprints back, those in blocks and the single ones."""
    read = stores.pictures.hashes(after_block)
    pairs: dict[int, bytes] = {}
    for part in (read.packed, read.single):
        ids = struct.unpack(f"<{len(part.ids) // 8}q", part.ids)
        assert len(part.hashes) == 32 * len(ids)
        pairs |= {number: part.hashes[32 * place : 32 * place + 32] for place, number in enumerate(ids)}
    return pairs


def clusters(stores: Stores) -> dict[str, int | None]:
    from sqlalchemy import select

    from store.models.pictures import ImageHashRow

    with stores.database.reading() as session:
        return {row.digest: row.cluster for row in session.execute(select(ImageHashRow.digest, ImageHashRow.cluster))}


def test_only_images_that_were_stored_and_not_hashed_are_asked_for(stores: Stores) -> None:
    keep_import(stores, listing(1), **{"http://127.0.0.1:9/a.jpg": b"a", "http://127.0.0.1:9/b.jpg": b"b"})
    keep_import(stores, listing(2), **{"http://127.0.0.1:9/a.jpg": b"a"})
    first, second = stores.pictures.unhashed()
    assert stores.pictures.unhashed(first) == [second]
    assert stores.pictures.count_unhashed() == 2
    stores.pictures.keep({first: HASH, second: None})
    assert (stores.pictures.unhashed(), stores.pictures.count_unhashed()) == ([], 0)
    assert stores.pictures.to_place({first, second}) == {first}
    assert stores.pictures.unplaced() == [first]


def test_keeping_again_changes_nothing(stores: Stores) -> None:
    (number,) = stores.pictures.keep({digest(1): HASH}).values()
    assert stores.pictures.keep({digest(1): bytes(32)}) == {digest(1): number}
    assert stored(stores) == {number: HASH}


def test_full_blocks_are_packed_and_read_as_before(stores: Stores) -> None:
    keep(stores, *range(PER_BLOCK + 3))
    before = stored(stores)
    stores.pictures.pack()
    read = stores.pictures.hashes()
    assert (len(read.packed.ids) // 8, len(read.single.ids) // 8) == (PER_BLOCK, 3)
    assert stored(stores) == before
    stores.pictures.pack()
    assert stored(stores) == before
    later = stores.pictures.hashes(read.last_block)
    assert (later.packed.ids, len(later.single.ids), later.last_block) == (b"", 24, read.last_block)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_clusters_join_in_any_order(stores: Stores, order: tuple[int, ...]) -> None:
    one, two, between, apart = keep(stores, 1, 2, 3, 4)
    near = [{one: {one, between}}, {two: {two, between}}, {between: {one, two, between}}]
    for number in order:
        stores.pictures.unite(near[number])
    stores.pictures.unite({apart: {apart}})
    assert list(clusters(stores).values()) == [one, one, one, apart]
    stores.pictures.unite({**near[0], **near[2]})
    assert list(clusters(stores).values()) == [one, one, one, apart]


def test_what_was_not_compared_itself_stays_to_be_compared(stores: Stores) -> None:
    one, two = keep(stores, 1, 2)
    stores.pictures.unite({one: {one, two}})
    assert stores.pictures.unplaced() == [digest(2)]
    stores.pictures.unite({two: {one, two}})
    assert stores.pictures.unplaced() == []


def test_thousands_that_show_the_same(stores: Stores) -> None:
    # More than one statement may bind.
    ids = keep(stores, *range(5_200))
    stores.pictures.unite({ids[-1]: set(ids)})
    stores.pictures.unite({ids[0]: set(ids)})
    assert [clusters(stores)[digest(n)] for n in (0, 1, 5_199)] == [ids[0], None, ids[0]]


def test_erasing_an_image_takes_its_fingerprint_along(stores: Stores) -> None:
    version = keep_import(stores, listing(1), **{"http://127.0.0.1:9/a.jpg": b"a"})
    (image,) = stores.listings.subject(version).images
    stores.pictures.keep({image.digest: HASH})
    others = keep(stores, *range(PER_BLOCK))
    stores.pictures.pack()
    stores.evidence.erase(image.digest, "ha", "yêu cầu", NOW)
    assert set(stored(stores)) == set(others)
    assert HASH not in stored(stores).values()
    assert stores.pictures.unhashed() == []


def test_listings_that_show_an_image_now(stores: Stores, reopen: Callable[[], Stores]) -> None:
    shows = {"http://127.0.0.1:9/a.jpg": b"a"}
    one, two = keep_import(stores, listing(1), **shows), keep_import(stores, listing(2), **shows)
    keep_import(stores, listing(3), **{"http://127.0.0.1:9/b.jpg": b"b"})
    (image,) = stores.listings.subject(one).images
    ids = stores.pictures.keep({image.digest: HASH})
    assert reopen().pictures.versions_showing(ids.values()) == [one, two]
    assert stores.pictures.count_showing([]) == 0
    keep_import(stores, listing(2, title="khác"))
    assert stores.pictures.versions_showing(ids.values()) == [one]


def test_the_case_shows_where_else_its_picture_is_sold(stores: Stores) -> None:
    hit = open_hit(stores, 1)
    shows = {"http://127.0.0.1:9/a.jpg": b"a", "http://127.0.0.1:9/c.jpg": b"c"}
    version = keep_import(stores, listing(1), **shows)
    first, other_view = stores.listings.subject(version).images
    other = Seller(id="nb-2", name="Gian hàng Trà")
    elsewhere = keep_import(stores, listing(2, seller=other), **{"http://127.0.0.1:9/b.jpg": b"b"})
    keep_import(stores, listing(3, seller=other), **{"http://127.0.0.1:9/b.jpg": b"b"})
    keep_import(stores, listing(4), **{"http://127.0.0.1:9/b.jpg": b"b"})
    (copy,) = stores.listings.subject(elsewhere).images
    assert stores.hits.case(hit).same_pictures == ()
    ids = stores.pictures.keep({first.digest: HASH, other_view.digest: HASH, copy.digest: HASH})
    stores.pictures.unite({number: set(ids.values()) for number in ids.values()})
    (cluster,) = stores.hits.case(hit).same_pictures
    assert (cluster.image, cluster.sellers, cluster.listings) == (first.digest, 1, 2)
    (shown,) = cluster.some
    assert (shown.title, shown.seller_name, shown.hit_id) == ("Trà thảo mộc số 2", "Gian hàng Trà", None)
    there = stores.judgements.keep(elsewhere, "j-1", verdict(label()), NOW)
    assert stores.hits.case(hit).same_pictures[0].some[0].hit_id == there
