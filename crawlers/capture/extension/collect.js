// Gathers the open page: the stripped copy, its main pictures out of the page's own session, how it was seen.
"use strict";

var soiCollect = (() => {
  const BESIDE = "aside, footer, nav, header, [class*='related' i], [class*='recommend' i], [class*='comment' i], [class*='review' i]";
  const bytesOf = (text) => new Blob([text]).size;

  function mainImages(set, bounds) {
    const hidden = new Set(soiStrip.marked(document, set));
    const inside = set.site?.selection_only ? getSelection() : null;
    const fits = (image) =>
      Math.min(image.naturalWidth, image.naturalHeight) >= bounds.image_side && !image.closest(BESIDE) &&
      ![...hidden].some((element) => element.contains(image)) && (!inside || inside.containsNode(image, true));
    const area = (image) => image.width * image.height;
    const found = [...document.images].filter(fits).sort((one, other) => area(other) - area(one));
    return [...new Set(found.map((image) => image.currentSrc || image.src))].slice(0, bounds.images);
  }

  async function base64Of(blob) {
    const reader = new FileReader();
    await new Promise((done, failed) => { reader.onload = done; reader.onerror = failed; reader.readAsDataURL(blob); });
    return reader.result.slice(reader.result.indexOf(",") + 1);
  }

  // From the cache where it is there: the picture that the person saw, and no further request.
  async function fetched(urls, bounds) {
    const kept = [];
    let total = 0;
    for (const url of urls) {
      try {
        const answer = await fetch(url, { cache: "force-cache", signal: AbortSignal.timeout(8000) });
        const blob = await answer.blob();
        if (!answer.ok || blob.size > bounds.image_bytes || total + blob.size > bounds.images_bytes) continue;
        total += blob.size;
        kept.push({ url: /^https?:/.test(url) ? url : "", data_base64: await base64Of(blob) });
      } catch { continue; } // Another server's picture that its owner does not share: Soi knows its address from the page.
    }
    return kept;
  }

  function htmlOf(root, bounds) {
    const whole = () => `<!doctype html>\n${root.outerHTML}`;
    if (bytesOf(whole()) <= bounds.html_bytes) return whole();
    root.querySelectorAll("style, svg, link[rel='stylesheet']").forEach((element) => element.remove());
    root.querySelectorAll("img[src^='data:']").forEach((image) => image.removeAttribute("src"));
    return bytesOf(whole()) <= bounds.html_bytes ? whole() : null;
  }

  function ready(rules) {
    const set = soiStrip.ruled(rules);
    if (set.site?.selection_only && !soiStrip.selected()) return "select_first";
    soiStrip.hide(set);
    return "ready";
  }

  async function collect(rules) {
    const set = soiStrip.ruled(rules);
    soiStrip.show();
    const html = htmlOf(soiStrip.copy(set), rules.bounds);
    // Of a page without end, what the person selected is sent alone.
    if (html === null && !soiStrip.selected()) return null;
    return {
      capture: "soi/1", url: soiStrip.address(set), html: html ?? "",
      text: soiStrip.selected() ? getSelection().toString() : "",
      captured_at: new Date().toISOString(), user_agent: navigator.userAgent,
      viewport: { width: innerWidth, height: innerHeight }, stripped: set.counts,
      images: await fetched(mainImages(set, rules.bounds), rules.bounds),
    };
  }

  return { ready, collect, show: soiStrip.show };
})();
