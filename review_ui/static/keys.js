// One key for each step of reviewing. Without this file the same forms work by mouse and Tab.
"use strict";

const decision = document.getElementById("decision");
const keyList = document.getElementById("keys");
const missing = document.getElementById("missing");
let sent = false;

const chosen = (name) => decision.querySelector(`input[name="${name}"]:checked`);
const reasonLabels = () => [...decision.querySelectorAll(".reasons label:not([hidden])")];

function showReasons() {
  const verdict = chosen("verdict")?.value;
  let count = 0;
  for (const label of decision.querySelectorAll(".reasons label")) {
    const fits = verdict !== undefined && label.dataset.fits.split(" ").includes(verdict);
    label.hidden = !fits;
    if (fits) label.querySelector("kbd").textContent = String(++count);
    else label.querySelector("input").checked = false;
  }
  decision.querySelector(".reasons .first").hidden = verdict !== undefined;
  decision.querySelector(".park-day").hidden = verdict !== "park";
  missing.textContent = "";
}

function chooseVerdict(key) {
  const verdict = decision.querySelector(`input[data-key="${key}"]`);
  verdict.checked = true;
  verdict.focus();
  showReasons();
}

function chooseReason(number) {
  const reason = reasonLabels()[number - 1]?.querySelector("input");
  if (!reason) return;
  reason.checked = true;
  reason.focus();
  missing.textContent = "";
}

// First press: the opposite of what a confirmation would do; then uphold; then back to following the decision.
function turnFinding(number) {
  const choices = [...document.querySelectorAll(`input[data-finding="${number}"]`)];
  if (!choices.length) return;
  // What a reviewer marked for a decision that was taken back is rejected unless upheld: it has no third choice.
  const order = ["follow", "reject", "uphold"].filter((value) => choices.some((choice) => choice.value === value));
  const now = choices.find((choice) => choice.checked).value;
  const next = order[(order.indexOf(now) + 1) % order.length];
  const choice = choices.find((each) => each.value === next);
  choice.checked = true;
  choice.closest(".finding").scrollIntoView({ block: "nearest" });
}

function whatIsMissing() {
  if (!chosen("verdict")) return decision.dataset.chooseVerdict;
  if (!chosen("reason")) return decision.dataset.chooseReason;
  if (chosen("verdict").value === "park" && !decision.park_until.value) return decision.dataset.chooseDay;
  return window.missingPassage?.(chosen("verdict").value) ?? "";
}

// A page decides once: a second Enter must not reach the hit that comes next.
function send(form) {
  if (sent) return;
  sent = true;
  form.submit();
}

function submitDecision() {
  missing.textContent = whatIsMissing();
  if (!missing.textContent) send(decision);
}

function onDecisionKey(event) {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  const key = event.key.toLowerCase();
  if (digit) (event.shiftKey ? turnFinding : chooseReason)(Number(digit));
  else if (["c", "d", "p", "l"].includes(key)) chooseVerdict(key);
  else if (key === "n") decision.note.focus();
  else if (key === "m" && window.markPassage) window.markPassage();
  else if (key === "enter") submitDecision();
  else return false;
  return true;
}

function onAnyKey(event) {
  const form = { s: "skip", u: "undo" }[event.key.toLowerCase()];
  if (form && document.getElementById(form)) send(document.getElementById(form));
  else if (event.key === "?" && keyList) keyList.showModal();
  else return false;
  return true;
}

function isTyping(target) {
  return target.matches("input:not([type=radio]), select, textarea");
}

function onKey(event) {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (keyList?.open) {
    if (event.key === "?") keyList.close();
    return;
  }
  if (isTyping(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  // Enter on a link or another button keeps its own meaning.
  if (event.key === "Enter" && event.target.matches("a, button, summary")) return;
  if ((decision && onDecisionKey(event)) || onAnyKey(event)) event.preventDefault();
}

document.addEventListener("keydown", onKey);
document.getElementById("help")?.addEventListener("click", () => keyList.showModal());
if (decision) {
  decision.addEventListener("change", showReasons);
  decision.addEventListener("submit", (event) => {
    event.preventDefault();
    submitDecision();
  });
  decision.noValidate = true;
  showReasons();
}
