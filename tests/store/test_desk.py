"""Sources, brands, jobs and users: small stores, kept by name or key."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from listings.brand import Brand, ReferenceImage, UsualPrice
from listings.errors import Conflict, InvalidInput, NotAllowed, NotFound
from listings.review import User
from store.open import Stores
from tests.store.samples import NOW, SITE

PASSWORD = "một mật khẩu dài"


def test_sources(stores: Stores) -> None:
    every = timedelta(hours=6)
    added = stores.sources.add("b", SITE, ["http://127.0.0.1:9/"], query="trà", every=every)
    stores.sources.add("a", SITE, ["http://127.0.0.1:9/"], cron="0 6 * * *")
    assert stores.sources.get("b") == added
    assert (added.every, added.query, added.start) == (every, "trà", ("http://127.0.0.1:9/",))
    assert [source.name for source in stores.sources.all()] == ["a", "b"]
    assert stores.sources.pause("b").paused
    assert not stores.sources.pause("b", paused=False).paused
    assert stores.sources.last_run_at("b") is None
    stores.sources.note_run("b", NOW)
    assert stores.sources.last_run_at("b") == NOW
    with pytest.raises(Conflict):
        stores.sources.add("b", SITE, [])
    with pytest.raises(NotFound):
        stores.sources.get("c")


def test_brands(stores: Stores) -> None:
    picture = b"official picture"
    digest = hashlib.sha256(picture).hexdigest()
    brand = Brand(
        name="Sen Vàng",
        words=("sen vàng",),
        usual_prices=(UsualPrice(product="trà", words=("trà",), size=None, price=Decimal("99.5"), currency="VND"),),
        references=(ReferenceImage(digest=digest, path="a.png"),),
        titles={"4-0001": "nhóm 30"},
    )
    stores.brands.keep(brand, {digest: picture})
    stores.brands.keep(brand, {})
    assert stores.brands.all() == stores.brands.brands() == [brand]
    assert stores.brands.get("Sen Vàng") == brand
    assert stores.brands.reference_bytes(digest) == picture
    with pytest.raises(NotFound):
        stores.brands.get("Sen Bạc")
    with pytest.raises(InvalidInput, match="do not match"):
        stores.brands.keep(brand, {"0" * 64: picture})
    with pytest.raises(InvalidInput, match="no bytes"):
        stores.brands.keep(Brand(name="x", references=(ReferenceImage(digest="0" * 64, path="b.png"),)), {})
    assert stores.brands.all() == [brand]


def test_signing_in_and_out(stores: Stores) -> None:
    assert stores.users.add("an", "reviewer", PASSWORD) == User(name="an", role="reviewer")
    token = stores.users.sign_in("an", PASSWORD, NOW)
    other = stores.users.sign_in("an", PASSWORD, NOW)
    assert stores.users.user_of(token, NOW) == User(name="an", role="reviewer")
    stores.users.sign_out(token)
    assert stores.users.user_of(token, NOW) is None
    assert stores.users.user_of(other, NOW + timedelta(hours=11)) is not None
    assert stores.users.user_of(other, NOW + timedelta(hours=12)) is None
    assert stores.users.user_of("\ud800", NOW) is None


def test_wrong_names_and_passwords_look_alike(stores: Stores) -> None:
    stores.users.add("an", "reviewer", PASSWORD)
    messages = set()
    for name, password in (("an", "sai"), ("bình", PASSWORD), ("an", ""), ("an", PASSWORD * 1000)):
        with pytest.raises(NotAllowed) as caught:
            stores.users.sign_in(name, password, NOW)
        messages.add(str(caught.value))
    assert len(messages) == 1


def test_neither_password_nor_token_is_kept(stores: Stores) -> None:
    stores.users.add("an", "reviewer", PASSWORD)
    token = stores.users.sign_in("an", PASSWORD, NOW)
    with stores.database.reading() as session:
        kept = [*session.execute(text("SELECT * FROM users")), *session.execute(text("SELECT * FROM sign_ins"))]
    assert PASSWORD not in str(kept)
    assert token not in str(kept)


def test_accounts_are_unique_and_complete(stores: Stores) -> None:
    stores.users.add("an", "admin", PASSWORD)
    with pytest.raises(Conflict):
        stores.users.add("an", "reviewer", PASSWORD)
    for name, password in (("", PASSWORD), ("b", ""), ("b", "x" * 1025)):
        with pytest.raises(InvalidInput):
            stores.users.add(name, "reviewer", password)
    assert stores.users.all() == [User(name="an", role="admin")]
