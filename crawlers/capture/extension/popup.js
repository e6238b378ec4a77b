// Opening the popup is the one click: it sends the page at once and says what became of it.
"use strict";

const text = (key, ...values) => chrome.i18n.getMessage(key, values.map(String)) || key;
const place = (id) => document.getElementById(id);
const REASONS = ["captcha", "login_wall", "blocked", "rate_limited", "server_error", "no_listing", "too_large", "broken_markup", "not_html"];

function say(id, words) {
  place(id).textContent = words;
  place(id).hidden = !words;
}

function inWords(outcome) {
  if (outcome.state !== "sent") return text(`state_${outcome.state}`);
  const { outcome: read, reason, listings } = outcome.receipt;
  if (read === "unreadable") return text("sent_unread", text(REASONS.includes(reason) ? `reason_${reason}` : "reason_unknown"));
  return text("sent_read", listings.length);
}

function show(outcome) {
  const receipt = outcome.receipt ?? {};
  say("said", [inWords(outcome), outcome.kept === true ? text("kept") : outcome.kept === false ? text("not_kept") : ""].join(" ").trim());
  place("said").className = outcome.state === "sent" && receipt.outcome === "read" ? "good" : "bad";
  place("listings").replaceChildren(...(receipt.listings ?? []).slice(0, 5).map((listing) => Object.assign(document.createElement("li"), { textContent: listing.title ?? "" })));
  say("detail", [outcome.detail ?? "", receipt.closed ? text("closed") : ""].join(" ").trim());
  say("waiting", outcome.waiting ? text("waiting", outcome.waiting) : "");
  place("flush").hidden = !outcome.waiting;
  place("next").hidden = !/^https?:\/\//.test(receipt.next ?? "");
  place("next").onclick = () => chrome.tabs.update({ url: receipt.next }).then(() => close());
}

async function ask(what) {
  say("said", text("working"));
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  show(await chrome.runtime.sendMessage({ do: what, tab: { id: tab.id, windowId: tab.windowId } }));
}

place("next").textContent = text("next");
place("flush").textContent = text("flush");
place("options").textContent = text("options");
place("flush").onclick = () => ask("flush");
place("options").onclick = () => chrome.runtime.openOptionsPage();
document.documentElement.lang = text("lang");
ask("capture");
