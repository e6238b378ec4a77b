"""However a hostile shop points inward, nobody arrives: a trap on every address of this machine is the witness."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawlers.browser import find_browser
from tests.crawlers.crawling import Crawled, run_crawl
from tests.crawlers.loopback_site import PNG, LoopbackSite, Page, index_page, listing_page
from tests.crawlers.test_rendering import APP, SHELL
from tests.crawlers.trap import NAMES, Trap, ways_inward

pytestmark = pytest.mark.faults

REDIRECTS = (301, 302, 303, 307, 308)
ANY_NUMBER_OF_IMAGES = {"bounds": {"images_per_listing": 100}}


def as_field(address: str) -> str:
    """Write an address as a header field carries it: UTF-8, which http.server sends as Latin-1."""
    return address.encode().decode("latin-1")


def crawl(tmp_path: Path, shop: LoopbackSite, **given: object) -> Crawled:
    return run_crawl(tmp_path, f"{shop.url}/", allow=[shop.host], names=NAMES, **given)


def test_no_redirect_of_a_page_or_picture_arrives(tmp_path: Path) -> None:
    with Trap() as trap, LoopbackSite() as site:
        hops = {}
        for number, (name, target) in enumerate(ways_inward(trap.port).items()):
            hops[f"/hop/{number}"] = name
            status = REDIRECTS[number % len(REDIRECTS)]
            site.put(f"/hop/{number}", Page(status=status, headers={"Location": as_field(target)}))
            site.put(f"/product/{number}", Page(status=status, headers={"Location": as_field(target)}))
        pictures = [f"{site.url}{hop}" for hop in hops]
        for start in range(0, len(pictures), 10):
            site.put(f"/product/kem-{start}", listing_page(f"Kem {start}", images=tuple(pictures[start : start + 10])))
        site.put("/", index_page(tuple(path for path in site.pages if path.startswith("/product/"))))
        crawled = crawl(tmp_path, site)
    ends = {name: crawled.end_of(f"{site.url}{hop}")[0] for hop, name in hops.items()}
    pages = [crawled.end_of(f"{site.url}/product/{number}")[0] for number in range(len(hops))]
    assert trap.seen == []
    assert {*ends.values(), *pages} <= {"refused", "unreadable", "gone"}
    # The rest names hosts without an address, or a path on the shop itself: nobody is there to be refused.
    assert list(ends.values()).count("refused") >= 45
    assert crawled.run["refused_addresses"] >= 90
    assert crawled.run["finish"] == "complete"


def test_no_redirect_changes_to_another_scheme(tmp_path: Path) -> None:
    targets = ("file:///etc/passwd", "data:text/html,<h1>x", "ftp://127.0.0.1/x", "javascript:1")
    ways = [(status, target) for status in REDIRECTS for target in targets]
    with LoopbackSite({"/": index_page(tuple(f"/product/{number}" for number in range(len(ways))))}) as site:
        for number, (status, target) in enumerate(ways):
            site.put(f"/product/{number}", Page(status=status, headers={"Location": target}))
        crawled = crawl(tmp_path, site)
    ends = {way: crawled.end_of(f"{site.url}/product/{number}") for number, way in enumerate(ways)}
    # "javascript:" names no place at all, so there is nobody to be refused.
    wanted = {way: ("unreadable", "unreachable") if way[1] == "javascript:1" else ("refused", "scheme") for way in ways}
    assert ends == wanted
    assert crawled.run["refused_addresses"] == len(REDIRECTS) * 3


BATTERY = """
const trap = "INWARD", other = "127.0.0.1:PORT";
const get = (url, how) => { try { fetch(url, {mode: "no-cors", ...how}).catch(() => 0); } catch (error) {} };
const safely = (act) => { try { act(); } catch (error) {} };
for (const way of WAYS) { get(way); new Image().src = way; safely(() => new WebSocket(way.replace("http", "ws"))); }
for (const hop of HOPS) { get(hop); get(hop, {redirect: "manual"}); get(hop, {method: "POST", body: "x"}); }
get(trap + "/keep", {keepalive: true}); get("file:///etc/passwd"); get("https://" + other + "/tls");
const request = new XMLHttpRequest(); request.open("GET", trap + "/xhr"); request.send();
for (const way of ["ws", "wss"]) safely(() => new WebSocket(`${way}://${other}/socket`));
safely(() => new EventSource(trap + "/events")); navigator.sendBeacon(trap + "/beacon", "x");
safely(() => new Worker(trap + "/worker.js")); safely(() => new SharedWorker(trap + "/shared.js"));
const inside = `fetch("${trap}/from"); importScripts("${trap}/imported.js")`;
safely(() => new Worker(URL.createObjectURL(new Blob([inside]))));
safely(() => new WebTransport("https://" + other + "/transport")); import(trap + "/module.js").catch(() => 0);
navigator.serviceWorker?.register("/worker.js").catch(() => 0);
const links = ["stylesheet", "prefetch", "preload", "modulepreload", "prerender", "preconnect", "dns-prefetch", "icon",
  "manifest", "next", "alternate stylesheet", "expect"];
for (const rel of links) for (const as of ["fetch", "script", "image", "font"]) {
  const link = document.createElement("link"); link.rel = rel; link.as = as; link.href = trap + "/" + rel + as;
  document.head.append(link);
}
for (const tag of ["iframe", "script", "embed", "img", "video", "audio", "track", "frame", "input"]) {
  const node = document.createElement(tag); node.type = tag === "input" ? "image" : ""; node.src = trap + "/" + tag;
  document.body.append(node);
}
const markup = `<object data="T/object"></object><style>@import "T/import.css";
  @font-face { font-family: x; src: url(T/f) }
  b { background: url(T/bg); cursor: url(T/c), auto; font-family: x }</style><b>x</b><svg><image href="T/svg"/><use
  href="T/use#x"/></svg><form id="form" target="hole" method="post" action="T/form"></form><iframe name="hole"></iframe>
  <iframe srcdoc='<meta http-equiv="refresh" content="0;url=T/refresh"><base href="T/"><img src="based.png">'></iframe>
  <iframe src="/hop/0"></iframe><iframe src="javascript:location='T/javascript'"></iframe>
  <a id="ping" href="#" ping="T/ping">x</a><a id="load" download href="T/download">x</a>
  <picture><source srcset="T/set 2x"><img src="T/p"></picture>`;
document.body.insertAdjacentHTML("beforeend", markup.replaceAll("T/", trap + "/"));
for (const act of [() => document.getElementById("form").submit(), () => document.getElementById("ping").click(),
  () => document.getElementById("load").click(), () => window.open(trap + "/opened"),
  () => window.open("/hop/0")]) safely(act);
const rules = document.createElement("script"); rules.type = "speculationrules";
const ahead = [{urls: [trap + "/speculated", "/hop/0"]}];
rules.textContent = JSON.stringify({prefetch: ahead, prerender: ahead});
document.head.append(rules);
const servers = [{urls: "stun:" + other}, {urls: "turn:" + other, username: "x", credential: "x"},
  {urls: "turn:" + other + "?transport=tcp", username: "x", credential: "x"}, {urls: "stun:[::1]:PORT"}];
const peer = new RTCPeerConnection({iceServers: servers}); peer.createDataChannel("x");
peer.createOffer().then((offer) => peer.setLocalDescription(offer));
const candidate = "candidate:1 1 udp 2122260223 127.0.0.1 PORT typ host";
safely(() => peer.addIceCandidate({candidate, sdpMid: "0"}).catch(() => 0));
"""


@pytest.mark.skipif(find_browser() is None, reason="no Chromium is installed")
@pytest.mark.browser
def test_nothing_that_a_rendered_page_does_arrives(tmp_path: Path) -> None:
    with LoopbackSite(address="127.0.0.3") as public, Trap() as trap, LoopbackSite() as site:
        turning = int(public.host.split(":")[1])
        with Trap(turning, "127.0.0.2") as turned:
            ways = [*ways_inward(trap.port).values(), *(f"http://turning.example:{turning}/{n}" for n in range(4))]
            for number, status in enumerate(REDIRECTS):
                site.put(f"/hop/{number}", Page(status=status, headers={"Location": f"{trap.url}/hopped"}))
            hops = json.dumps([f"/hop/{number}" for number in range(len(REDIRECTS))])
            script = pointing(BATTERY, trap).replace("WAYS", json.dumps(ways)).replace("HOPS", hops)
            fields = {name: pointing(value, trap) for name, value in FIELDS.items() if name != "Refresh"}
            site.put("/", Page(SHELL, headers=fields))
            site.put("/worker.js", Page(f'fetch("{trap.url}/sw")', media_type="text/javascript"))
            site.put("/app.js", Page(APP + script, media_type="text/javascript; charset=utf-8"))
            names = {**NAMES, "turning.example": [["127.0.0.3"], ["127.0.0.2"]]}
            crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host], names=names, public=["127.0.0.3"])
    assert trap.seen + turned.seen == []
    assert {f"/hop/{number}" for number in range(len(REDIRECTS))} <= set(site.paths()), "the script did not run"
    assert crawled.run["refused_addresses"] >= len(ways)
    assert crawled.run["finish"] == "complete"


def test_a_chain_of_redirects_that_ends_inward_does_not_arrive(tmp_path: Path) -> None:
    with Trap() as trap, LoopbackSite({"/": index_page(("/product/chain", "/product/good"))}) as site:
        steps = ["/product/chain", *(f"/step/{number}" for number in range(4))]
        for step, following in zip(steps, [*steps[1:], f"{trap.url}/secret"], strict=True):
            site.put(step, Page(status=302, headers={"Location": following}))
        site.put("/product/good", listing_page("Kem"))
        crawled = crawl(tmp_path, site)
    assert trap.seen == []
    assert crawled.end_of(f"{site.url}/product/chain")[0] == "refused"
    assert crawled.run["listings"]["new"] == 1


PAGE = """<!doctype html><html lang="vi" manifest="INWARD/m"><head><meta charset="utf-8"><title>Kem dưỡng</title>
<link rel="canonical" href="INWARD/canonical"><link rel="alternate" hreflang="vi" href="INWARD/vi">
<link rel="alternate" hreflang="en" href="INWARD/en"><link rel="next" href="INWARD/next">
<link rel="prev" href="INWARD/p">
<link rel="amphtml" href="INWARD/amp"><link rel="manifest" href="INWARD/manifest">
<link rel="preload" href="INWARD/pre">
<link rel="prefetch" href="INWARD/fetch"><link rel="prerender" href="INWARD/render"><link rel="icon" href="INWARD/icon">
<link rel="stylesheet" href="INWARD/css"><link rel="dns-prefetch" href="INWARD"><link rel="preconnect" href="INWARD">
<link rel="search" href="INWARD/s"><link rel="image_src" href="INWARD/image_src">
<meta http-equiv="refresh" content="0; url=INWARD/refresh"><meta property="og:image" content="INWARD/og.jpg">
<meta property="og:image:secure_url" content="INWARD/ogs.jpg"><meta name="twitter:image" content="INWARD/tw.jpg">
<meta property="og:url" content="INWARD/og"><meta property="og:video" content="INWARD/v"><style>
b{background:url(INWARD/b)}</style><script type="application/ld+json">
{"@context": "https://schema.org", "@type": "Product", "name": "Kem dưỡng",
"sku": "k", "url": "INWARD/url", "image": ["INWARD/1.jpg", {"@type": "ImageObject", "contentUrl": "INWARD/2.jpg"}],
"offers": {"@type": "Offer", "price": "199000", "priceCurrency": "VND", "url": "INWARD/offer",
"seller": {"@type": "Organization", "name": "Tiệm", "url": "INWARD/seller", "logo": "INWARD/logo.png"}}}</script>
<script src="INWARD/js"></script><script>window.__STATE__ = {"images": ["INWARD/state.jpg"], "url": "INWARD/state"};
</script></head><body background="INWARD/bg"><h1>Kem dưỡng</h1><p>Giá: 199.000 đ</p><p>Hàng mới, giao trong ngày.</p>
<img src="INWARD/src.jpg" srcset="INWARD/a.jpg 1x, INWARD/b.jpg 2x" data-src="INWARD/lazy.jpg"
data-original="INWARD/o.jpg">
<picture><source srcset="INWARD/c.jpg"><img src="INWARD/d.jpg" width="800" height="800"></picture>
<iframe src="INWARD/frame"></iframe><embed src="INWARD/embed"><object data="INWARD/object"></object>
<video src="INWARD/video" poster="INWARD/poster"></video><audio src="INWARD/audio"></audio>
<form action="INWARD/form" method="post"><button>Mua</button></form><map><area href="INWARD/area"></map>
<a href="INWARD/product/link" ping="INWARD/ping">Sản phẩm</a><a href="INWARD/product/link">Kem</a>
<a href="http://127.0.&#9;0.1:PORT/product/tab">Kem</a><a href="htt&#10;p://127.0.0.1:PORT/product/line">Kem</a>
<a href="\\\\127.0.0.1:PORT\\product\\back">Kem</a><a href="/\\127.0.0.1:PORT/product/half">Kem</a>
<a href="http:\\\\127.0.0.1:PORT\\product\\web">Kem</a><a href="file:///etc/passwd">Kem</a>
<div style="background-image:url('INWARD/style.jpg')" itemscope itemtype="http://schema.org/Product">
<link itemprop="image" href="INWARD/micro.jpg"></div></body></html>"""
FIELDS = {
    "Refresh": "0; url=INWARD/refresh",
    "Link": '<INWARD/link>; rel="next", <INWARD/css>; rel=preload; as=style, <INWARD>; rel=preconnect',
    "Content-Location": "INWARD/content",
    "Alt-Svc": 'h2="127.0.0.1:PORT"; ma=9999, h3=":PORT"; ma=9999',
    "Report-To": '{"group":"g","max_age":999,"endpoints":[{"url":"INWARD/report"}]}',
    "NEL": '{"report_to":"g","max_age":999,"success_fraction":1.0}',
    "Content-Security-Policy-Report-Only": "default-src 'none'; report-uri INWARD/csp; report-to g",
    "SourceMap": "INWARD/map",
    "Speculation-Rules": '"INWARD/rules"',
}


def pointing(text: str, trap: Trap) -> str:
    return text.replace("INWARD", trap.url).replace("PORT", str(trap.port))


def test_nothing_that_a_plain_page_names_is_fetched_inward(tmp_path: Path) -> None:
    with (
        Trap() as trap,
        LoopbackSite({"/": index_page(("/product/a", "/product/b", "/product/based", "/product/good"))}) as site,
    ):
        fields = {name: pointing(value, trap) for name, value in FIELDS.items()}
        site.put("/product/a", Page(pointing(PAGE, trap), headers=fields))
        site.put("/product/b", Page(pointing(PAGE.replace("hreflang", "data-lang"), trap), headers=fields))
        based = listing_page("Kem gốc", images=("/own.png",), links=("/product/next",))
        site.put("/product/based", based.replace("<head>", f'<head><base href="{trap.url}/">'))
        site.put("/product/good", listing_page("Kem thật"))
        crawled = crawl(tmp_path, site, profile=ANY_NUMBER_OF_IMAGES)
    assert trap.seen == []
    assert crawled.run["refused_addresses"] >= 1
    assert crawled.end_of(f"{site.url}/product/good") == ("read", None)


def test_pictures_at_every_inward_spelling_are_not_fetched(tmp_path: Path) -> None:
    with Trap() as trap, LoopbackSite() as site:
        pictures = [
            address.replace("/secret", f"/{n}.jpg") for n, address in enumerate(ways_inward(trap.port).values())
        ]
        page = listing_page("Kem").replace('"image": []', f'"image": {json.dumps(pictures)}')
        site.put("/", page)
        crawled = crawl(tmp_path, site, profile=ANY_NUMBER_OF_IMAGES)
    ends = {url: end for url, (end, _) in crawled.outcomes.items() if url != f"{site.url}/"}
    assert trap.seen == []
    assert len(ends) >= 20
    assert "read" not in ends.values()
    assert crawled.run["refused_addresses"] >= 20


def test_robots_and_sitemaps_that_point_inward_are_not_followed(tmp_path: Path) -> None:
    with Trap() as trap, LoopbackSite({"/": index_page(("/product/good",))}) as site:
        ways = list(ways_inward(trap.port).values())
        listed = "".join(
            f"<url><loc>{way}</loc><image:image><image:loc>{way}</image:loc></image:image></url>" for way in ways
        )
        nested = "".join(
            f"<sitemap><loc>{way}</loc></sitemap>" for way in (*ways, f"{site.url}/map.xml", f"{site.url}/hop.xml")
        )
        maps = "".join(f"Sitemap: {way}\n" for way in (f"{site.url}/index.xml", *ways[:40]))
        site.put("/robots.txt", Page(maps, media_type="text/plain; charset=utf-8"))
        site.put("/index.xml", Page(f"<sitemapindex>{nested}</sitemapindex>", media_type="text/xml"))
        site.put("/map.xml", Page(f"<urlset>{listed}</urlset>", media_type="text/xml"))
        site.put("/hop.xml", Page(status=302, headers={"Location": f"{trap.url}/map.xml"}))
        site.put("/product/good", listing_page("Kem"))
        crawled = crawl(tmp_path, site)
    assert trap.seen == []
    assert crawled.end_of(f"{site.url}/hop.xml")[0] == "refused"
    assert crawled.run["listings"]["new"] == 1


def test_a_robots_txt_that_redirects_inward_does_not_arrive(tmp_path: Path) -> None:
    with Trap() as trap, LoopbackSite({"/": listing_page("Kem")}) as site:
        site.put("/robots.txt", Page(status=301, headers={"Location": f"{trap.url}/robots.txt"}))
        crawled = crawl(tmp_path, site)
    assert trap.seen == []
    assert crawled.run["refused_addresses"] >= 1


def test_a_name_that_turns_inward_between_two_look_ups_is_refused(tmp_path: Path) -> None:
    with LoopbackSite(address="127.0.0.3") as public, LoopbackSite() as site:
        port = int(public.host.split(":")[1])
        with Trap(port, "127.0.0.2") as trap:
            pictures = tuple(f"http://turning.example:{port}/{number}.png" for number in range(6))
            for number in range(6):
                public.put(f"/{number}.png", Page(PNG, media_type="image/png"))
            site.put("/", listing_page("Kem", images=pictures))
            names = {"turning.example": [["127.0.0.3"], ["127.0.0.3"], ["127.0.0.2"]]}
            crawled = run_crawl(tmp_path, f"{site.url}/", allow=[site.host], names=names, public=["127.0.0.3"])
    ends = [crawled.end_of(picture)[0] for picture in pictures]
    assert trap.seen == []
    assert (ends.count("read"), ends.count("refused")) == (1, 5)
    assert crawled.run["refused_addresses"] == 5


def test_what_is_allowed_is_that_host_and_port_and_nothing_else(tmp_path: Path) -> None:
    with LoopbackSite() as site, Trap() as trap:
        port = int(site.host.split(":")[1])
        with Trap(port, "127.0.0.2") as neighbour:
            near = (
                f"{trap.url}/1.png",
                f"http://127.0.0.2:{port}/2.png",
                f"http://localhost:{port}/3.png",
                f"http://[::1]:{port}/4.png",
            )
            site.put("/", listing_page("Kem", images=(f"{site.url}/own.png", *near)))
            site.put("/own.png", Page(PNG, media_type="image/png"))
            crawled = crawl(tmp_path, site)
    assert trap.seen + neighbour.seen == []
    assert crawled.end_of(f"{site.url}/own.png")[0] == "read"
    assert [crawled.end_of(picture)[0] for picture in near] == ["refused"] * len(near)
    assert crawled.run["refused_addresses"] == len(near)


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "https_proxy"])
def test_no_proxy_of_the_environment_is_asked(name: str, tmp_path: Path) -> None:
    with Trap() as trap, LoopbackSite({"/": listing_page("Kem")}) as site:
        crawled = crawl(tmp_path, site, environment={name: trap.url})
    assert trap.seen == []
    assert crawled.run["listings"]["new"] == 1


def _woocommerce(site: LoopbackSite, trap: Trap) -> None:
    item = {"id": 1, "name": "Kem", "permalink": f"{trap.url}/kem", "images": [{"src": f"{trap.url}/1.jpg"}]}
    item["prices"] = {"price": "199000", "currency_code": "VND", "currency_minor_unit": 0}
    fields = {"Link": f'<{trap.url}/wp-json/wc/store/v1/products?page=2>; rel="next"', "X-WP-TotalPages": "3"}
    site.put("/wp-json/wc/store/v1/products", Page(json.dumps([item]), media_type="application/json", headers=fields))


def _shopify(site: LoopbackSite, trap: Trap) -> None:
    item = {"id": 1, "title": "Kem", "handle": "kem", "variants": [{"id": 1, "price": "199000"}]}
    item["images"] = [{"src": f"{trap.url}/1.jpg"}]
    site.put("/", '<h1>Tiệm</h1><script>Shopify.currency = {"active":"VND","rate":"1.0"};</script>')
    fields = {"Link": f'<{trap.url}/products.json?page=2>; rel="next"'}
    site.put("/products.json", Page(json.dumps({"products": [item]}), media_type="application/json", headers=fields))


@pytest.mark.parametrize(("name", "offer"), [("woocommerce", _woocommerce), ("shopify", _shopify)])
def test_an_api_cannot_lead_inward(name: str, offer: object, tmp_path: Path) -> None:
    with Trap() as trap, LoopbackSite() as site:
        assert callable(offer)
        offer(site, trap)
        crawled = crawl(tmp_path, site, site=name)
    assert trap.seen == []
    assert crawled.end_of(f"{trap.url}/1.jpg")[0] == "refused"
    assert crawled.run["listings"]["new"] == 1
