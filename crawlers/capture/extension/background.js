// One click: hide the viewer, take the screenshot, gather the page, send it to the reviewer's own Soi.
import { keep, remove, waiting } from "./outbox.js";

const STATES = { 401: "not_signed_in", 403: "not_signed_in", 413: "too_large", 415: "refused", 422: "refused" };
// Worth trying again later: nobody signed in, or Soi busy. What Soi refuses it will refuse again.
const KEPT = new Set(["not_signed_in", "unreachable"]);

// The token is for the extension's own pages, not for what runs in a tab.
chrome.storage.local.setAccessLevel({ accessLevel: "TRUSTED_CONTEXTS" });

async function settings() {
  const { address = "", token = "" } = await chrome.storage.local.get(["address", "token"]);
  return { address, token };
}

async function inTab(tab, func, ...args) {
  const [done] = await chrome.scripting.executeScript({ target: { tabId: tab.id }, func, args });
  return done.result;
}

async function gathered(tab, rules) {
  await chrome.scripting.executeScript({ target: { tabId: tab.id }, files: ["strip.js", "collect.js"] });
  const ready = await inTab(tab, (given) => soiCollect.ready(given), rules);
  if (ready !== "ready") return { state: ready };
  let shot = "";
  try {
    await new Promise((done) => setTimeout(done, 150)); // Two frames, so that what was hidden is gone from the screen.
    shot = await chrome.tabs.captureVisibleTab(tab.windowId, { format: "jpeg", quality: 80 });
  } finally {
    await inTab(tab, () => soiCollect.show());
  }
  const capture = await inTab(tab, (given) => soiCollect.collect(given), rules);
  if (capture === null) return { state: "too_large" };
  if (shot) capture.screenshot = { media_type: "image/jpeg", data_base64: shot.slice(shot.indexOf(",") + 1) };
  return { state: "gathered", url: capture.url, body: JSON.stringify(capture) };
}

async function sent(body) {
  const { address, token } = await settings();
  if (!address || !token) return { state: "not_set_up" };
  let answer;
  try {
    answer = await fetch(`${address}/api/v1/captures`, {
      method: "POST", headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` }, body, credentials: "omit", redirect: "error",
    });
  } catch {
    return { state: "unreachable" };
  }
  const told = await answer.json().catch(() => ({}));
  if (answer.ok) return { state: "sent", receipt: told };
  return { state: STATES[answer.status] ?? "unreachable", detail: String(told.detail ?? answer.status) };
}

async function sendWaiting() {
  let left = 0;
  for (const entry of await waiting()) {
    const { state } = left ? { state: "unreachable" } : await sent(entry.body);
    if (state === "sent" || !(KEPT.has(state) || state === "not_set_up")) await remove(entry.id);
    else left++;
  }
  return left;
}

async function capture(tab) {
  const rules = await (await fetch(chrome.runtime.getURL("rules.json"))).json();
  let page;
  try {
    page = await gathered(tab, rules);
  } catch (error) {
    return { state: "no_page", detail: String(error.message ?? error) };
  }
  if (page.state !== "gathered") return page;
  if (page.body.length > rules.bounds.capture_bytes) return { state: "too_large" };
  // What was captured before is sent before: the latest page of a listing is the one that counts.
  await sendWaiting();
  const outcome = await sent(page.body);
  if (KEPT.has(outcome.state) || outcome.state === "not_set_up") outcome.kept = await keep(page.url, page.body);
  return outcome;
}

// One after the other: a second click while the first is on its way must not hide and show across it.
let turn = Promise.resolve();

async function answered(asked) {
  const outcome = asked.do === "capture" ? await capture(asked.tab) : { state: "flushed" };
  if (asked.do === "flush") await sendWaiting();
  const last = { ...outcome, waiting: (await waiting()).length, at: Date.now() };
  await chrome.storage.session.set({ last });
  return last;
}

chrome.runtime.onMessage.addListener((asked, sender, answer) => {
  if (sender.id !== chrome.runtime.id || !["capture", "flush"].includes(asked.do)) return false;
  turn = turn.then(() => answered(asked)).then(answer, (error) => answer({ state: "no_page", detail: String(error) }));
  return true;
});

chrome.runtime.onStartup.addListener(() => { sendWaiting(); });
