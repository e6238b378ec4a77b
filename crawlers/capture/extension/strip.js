// Takes the viewer out of a page: hides them before the screenshot, and cuts them out of the copy that is sent.
// Runs in the page's tab in a world of its own; rules.json says what counts as the viewer's.
"use strict";

var soiStrip = (() => {
  const HIDDEN = "data-soi-private";
  const STYLE = "soi-private-style";
  const SHORTEST_NAME = 4;

  const siteOf = (rules) => rules.sites.find((site) => new RegExp(site.host).test(location.hostname)) ?? null;
  const wordsOf = (key) => key.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase().split(/[^a-z0-9]+/);

  function ruled(rules) {
    const site = siteOf(rules);
    const both = (name) => [...(rules.general[name] ?? []), ...(site?.[name] ?? [])];
    return {
      site, remove: both("remove"), names: both("names"), keep: both("keep"),
      words: new Set(rules.private_words), secret: new Set(rules.secret_words), own: new Set(rules.own_words), drop: new Set(site?.drop ?? []), buyers: new Set(rules.buyer_words), counts: {}, learned: new Set(),
    };
  }

  const count = (set, what, number = 1) => { if (number) set.counts[what] = (set.counts[what] ?? 0) + number; };
  const isPrivate = (set, key) => set.drop.has(key) || wordsOf(key).some((word) => set.words.has(word)) || set.words.has(key.toLowerCase());
  const isOwn = (set, key) => wordsOf(key).some((word) => set.own.has(word)) || set.own.has(key.replace(/[^A-Za-z]/g, "").toLowerCase());

  // A page's own header goes, unless it is the listing's: a headline in it, or breadcrumbs.
  function marked(root, set) {
    return set.remove.flatMap((selector) => [...root.querySelectorAll(selector)]).filter((element) =>
      element !== root && !element.matches("html, body, main") && !element.querySelector("h1, main, [itemtype*='Product']") &&
      !set.keep.some((selector) => element.closest(selector)));
  }

  function learnNames(set) {
    for (const selector of set.names) {
      for (const element of document.querySelectorAll(selector)) learn(set, element.dataset.username ?? element.textContent);
    }
  }

  function learn(set, given) {
    const name = String(given ?? "").replace(/\s+/g, " ").trim();
    if (name.length >= SHORTEST_NAME && name.length <= 60 && !/^\d{1,5}$/.test(name)) set.learned.add(name);
  }

  // Names and addresses that stand in what is dropped are looked for in the rest of the page as well.
  function learnFrom(set, value, own) {
    if (!value || typeof value !== "object") return;
    for (const [key, part] of Object.entries(value)) {
      const words = wordsOf(key);
      if (typeof part === "string" && (words.includes("email") || words.includes("phone") || (own && (words.includes("name") || words.includes("username") || words.includes("nickname"))))) learn(set, part);
      else learnFrom(set, part, own || isOwn(set, key));
    }
  }

  function redacted(set, value) {
    if (Array.isArray(value)) return value.map((part) => redacted(set, part));
    if (!value || typeof value !== "object") return value;
    const kept = {};
    for (const [key, part] of Object.entries(value)) {
      if (!isPrivate(set, key)) { kept[key] = redacted(set, part); continue; }
      count(set, "state_keys");
      if (isOwn(set, key) && typeof part === "string" && wordsOf(key).includes("name")) learn(set, part);
      learnFrom(set, { [key]: part }, isOwn(set, key));
    }
    return kept;
  }

  // Of the sites we know only what their reader needs is kept: the objects that hold all keys of one of the lists.
  function picked(set, value, found = []) {
    if (Array.isArray(value)) value.forEach((part) => picked(set, part, found));
    else if (value && typeof value === "object") {
      if (set.site.state.some((keys) => keys.every((key) => key in value))) found.push(redacted(set, value));
      else Object.values(value).forEach((part) => picked(set, part, found));
    }
    return found;
  }

  const lessened = (set, value) => (set.site ? picked(set, value) : redacted(set, value));

  function parsed(text) {
    try { return JSON.parse(text); } catch { return undefined; }
  }

  function endOfJson(text, start) {
    let depth = 0, quoted = false;
    for (let place = start; place < text.length; place++) {
      const sign = text[place];
      if (quoted) { if (sign === "\\") place++; else if (sign === '"') quoted = false; }
      else if (sign === '"') quoted = true;
      else if (sign === "{" || sign === "[") depth++;
      else if ((sign === "}" || sign === "]") && --depth === 0) return place + 1;
    }
    return -1;
  }

  // A script is kept only as the JSON that it assigns; the program itself never is.
  function assigned(set, text) {
    const kept = [];
    const pattern = /([A-Za-z_$][\w$.]{0,60})\s*=\s*(?=[{[])/g;
    for (let match; kept.length < 20 && (match = pattern.exec(text)); ) {
      const end = endOfJson(text, pattern.lastIndex);
      const value = end < 0 ? undefined : parsed(text.slice(pattern.lastIndex, end));
      if (value === undefined) continue;
      pattern.lastIndex = end;
      const rest = lessened(set, value);
      if (!isPrivate(set, match[1]) && !(Array.isArray(rest) && !rest.length)) kept.push(`${match[1]} = ${safeJson(rest)};`);
    }
    return kept.join("\n");
  }

  const safeJson = (value) => JSON.stringify(value).replaceAll("<", "\\u003c");

  function stripScript(set, script) {
    const text = script.textContent.trim();
    if (!text) return;
    const kind = (script.type || "").toLowerCase();
    const value = parsed(text);
    let rest = "";
    if (kind.includes("ld+json")) rest = value === undefined ? "" : safeJson(redacted(set, value));
    else if (value !== undefined && typeof value === "object") {
      const less = lessened(set, value);
      rest = Array.isArray(less) && !less.length ? "" : safeJson(less);
    } else if (!kind || kind.includes("javascript") || kind === "module") rest = assigned(set, text);
    if (rest) script.textContent = rest;
    else { script.remove(); count(set, "scripts"); }
  }

  // Of a link everything private goes; the page's own address keeps what may name the page, and loses secrets only.
  function strippedAddress(set, given, isGone = (key) => isPrivate(set, key)) {
    const [before, query] = given.split(/\?(.*)/s);
    if (query === undefined) return given;
    const [asked, ...fragment] = query.split("#");
    const kept = asked.split("&").filter((part) => !isGone(part.split("=")[0]));
    count(set, "address_parameters", asked.split("&").length - kept.length);
    return before + (kept.length ? `?${kept.join("&")}` : "") + (fragment.length ? `#${fragment.join("#")}` : "");
  }

  function stripAttributes(set, element) {
    for (const { name, value } of [...element.attributes]) {
      const bare = name.replace(/^data-/, "");
      if (/^on/i.test(name) || name === "nonce" || name === "srcdoc" || (name.startsWith("data-") && isPrivate(set, bare))) {
        element.removeAttribute(name);
        count(set, "attributes");
      } else if (["href", "src", "action", "poster", "data-src"].includes(name)) element.setAttribute(name, strippedAddress(set, value));
    }
    // What marks a challenge is where it comes from, never what was handed along.
    if (element.matches("iframe, script") && element.hasAttribute("src")) element.setAttribute("src", element.getAttribute("src").split("?")[0]);
  }

  function stripFields(set, root) {
    for (const field of root.querySelectorAll("input, textarea, select, option")) {
      if (field.hasAttribute("value") || field.textContent) count(set, "form_values");
      field.removeAttribute("value");
      field.removeAttribute("checked");
      field.removeAttribute("selected");
      if (field.matches("textarea")) field.textContent = "";
    }
    for (const meta of root.querySelectorAll("meta[name], meta[property]")) {
      const words = wordsOf(meta.getAttribute("name") ?? meta.getAttribute("property"));
      if (words.some((word) => ["csrf", "xsrf", "token", "session", "user", "nonce"].includes(word))) { meta.remove(); count(set, "metas"); }
    }
  }

  function scrub(set, root) {
    const names = [...set.learned].sort((one, other) => other.length - one.length);
    if (!names.length) return;
    const cut = (text) => names.reduce((rest, name) => rest.split(name).join("[…]"), text);
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walk.currentNode; node; node = walk.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) {
        const rest = cut(node.data);
        if (rest !== node.data) { node.data = rest; count(set, "names"); }
      } else {
        for (const { name, value } of [...node.attributes]) {
          const rest = cut(value);
          if (rest !== value) { node.setAttribute(name, rest); count(set, "names"); }
        }
      }
    }
  }

  function withoutComments(root) {
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
    const comments = [];
    while (walk.nextNode()) comments.push(walk.currentNode);
    comments.forEach((comment) => comment.remove());
  }

  // Of a chat only the selection goes out, with the group's name: the rest is what other people said in private.
  function selectedCopy(set) {
    const root = document.implementation.createHTMLDocument("").documentElement;
    const box = root.ownerDocument.createElement("div");
    box.setAttribute("data-soi-selected", "");
    box.append(root.ownerDocument.importNode(getSelection().getRangeAt(0).cloneContents(), true));
    root.querySelector("body").append(box);
    const group = set.site.place && document.querySelector(set.site.place)?.textContent.trim();
    const meta = root.ownerDocument.createElement("meta");
    meta.setAttribute("name", "soi:group");
    meta.setAttribute("content", group || "");
    root.querySelector("head").append(meta);
    return root;
  }

  const selected = () => !getSelection().isCollapsed && getSelection().toString().trim() !== "";

  function copy(set) {
    learnNames(set);
    const root = set.site?.selection_only ? selectedCopy(set) : document.documentElement.cloneNode(true);
    root.querySelector(`#${STYLE}`)?.remove();
    const gone = marked(root, set);
    gone.forEach((element) => element.remove());
    count(set, "elements", gone.length);
    withoutComments(root);
    root.querySelectorAll("script").forEach((script) => stripScript(set, script));
    stripFields(set, root);
    [root, ...root.querySelectorAll("*")].forEach((element) => { element.removeAttribute(HIDDEN); stripAttributes(set, element); });
    scrub(set, root);
    return root;
  }

  // What buyers wrote goes with the copy, which is sealed to a role; the screenshot is for every reviewer.
  function isBuyers(set, element) {
    const words = wordsOf(`${element.getAttribute("class") ?? ""} ${element.id}`);
    return /(Review|Comment)$/.test(element.getAttribute("itemtype") ?? "") ||
      words.some((word, place) => set.buyers.has(word) || set.buyers.has(word + (words[place + 1] ?? "")));
  }

  function buyersParts(set) {
    return [...document.querySelectorAll("[class], [id], [itemtype]")].filter((element) =>
      !element.matches("html, body, main, article, h1") && !element.querySelector("h1") && isBuyers(set, element) &&
      !(selected() && getSelection().containsNode(element, true)));
  }

  function hide(set) {
    learnNames(set);
    if (set.site?.selection_only) {
      const range = getSelection().getRangeAt(0).commonAncestorContainer;
      (range.nodeType === Node.ELEMENT_NODE ? range : range.parentElement).setAttribute(HIDDEN, "shown");
      addStyle(`body * { visibility: hidden !important } [${HIDDEN}="shown"], [${HIDDEN}="shown"] * { visibility: visible !important }`);
      return;
    }
    [...marked(document, set), ...buyersParts(set)].forEach((element) => element.setAttribute(HIDDEN, "hidden"));
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      if ([...set.learned].some((name) => walk.currentNode.data.includes(name))) walk.currentNode.parentElement?.setAttribute(HIDDEN, "hidden");
    }
    addStyle(`[${HIDDEN}="hidden"], [${HIDDEN}="hidden"] *, input, textarea { visibility: hidden !important }`);
  }

  function addStyle(text) {
    const style = document.createElement("style");
    style.id = STYLE;
    style.textContent = text;
    document.documentElement.append(style);
  }

  function show() {
    document.getElementById(STYLE)?.remove();
    document.querySelectorAll(`[${HIDDEN}]`).forEach((element) => element.removeAttribute(HIDDEN));
  }

  const address = (set) => strippedAddress(set, location.href, (key) => [key.toLowerCase(), ...wordsOf(key)].some((word) => set.secret.has(word)));

  return { ruled, marked, hide, show, copy, selected, address };
})();
