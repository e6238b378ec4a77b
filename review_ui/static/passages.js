// Marks passages that no detector quoted: select text of the listing and press m. Without this file one can be pasted.
"use strict";

const passages = document.getElementById("passages");
const rows = () => [...passages.querySelectorAll(".passage")];
const part = (row, name) => row.querySelector(`[name="passage_${name}"]`);

// The numbers of findings stand between the words on screen; they are no part of the listing.
function listingText(range) {
  const copy = range.cloneContents();
  for (const number of copy.querySelectorAll(".number")) number.remove();
  return copy.textContent;
}

// Offsets count characters as the server does, not the halves that JavaScript counts.
const characters = (text) => Array.from(text).length;

function selectedPassage() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const around = range.commonAncestorContainer;
  const field = (around instanceof Element ? around : around.parentElement).closest("[data-field]");
  if (!field) return null;
  const before = document.createRange();
  before.selectNodeContents(field);
  before.setEnd(range.startContainer, range.startOffset);
  const text = listingText(range);
  const start = characters(listingText(before)) + characters(text) - characters(text.trimStart());
  return text.trim() ? { text: text.trim(), field: field.dataset.field, start } : null;
}

function emptyRow() {
  const free = rows().find((row) => !part(row, "text").value.trim() && !part(row, "category").value);
  if (free) return free;
  const made = rows()[0].cloneNode(true);
  for (const input of made.querySelectorAll("input, textarea, select")) input.value = "";
  rows().at(-1).after(made);
  return made;
}

function markPassage() {
  const found = selectedPassage();
  const row = emptyRow();
  passages.open = true;
  if (found) for (const [name, value] of Object.entries(found)) part(row, name).value = value;
  part(row, found ? "category" : "text").focus();
}

// What is typed by hand may stand anywhere.
function forgetPlace(event) {
  const row = event.target.closest(".passage");
  if (row && event.target === part(row, "text")) part(row, "field").value = part(row, "start").value = "";
}

// On a sample nobody has quoted anything yet; what is confirmed there needs a passage, or for what is no claim a note.
function missingGround() {
  const { needPassage, needNote } = passages.dataset;
  const upheld = [...document.querySelectorAll(".finding.label")].some((card) => {
    const said = card.querySelector("input:checked").value;
    return said === "uphold" || (said === "follow" && !card.classList.contains("marked"));
  });
  if (!needNote || upheld) return "";
  if (decision.querySelector("[name=reason]:checked").value === "false_claim") return needPassage;
  return decision.note.value.trim() ? "" : needNote;
}

// keys.js asks before a decision is sent. The texts on screen are the listing's own, so a passage must be in one.
function missingPassage(verdict) {
  const given = rows().filter((row) => part(row, "text").value.trim() || part(row, "category").value);
  if (!given.length) return verdict === "confirm" ? missingGround() : "";
  if (verdict !== "confirm") return passages.dataset.onlyConfirm;
  if (given.some((row) => !part(row, "text").value.trim() || !part(row, "category").value)) return passages.dataset.both;
  const texts = [...document.querySelectorAll("[data-field]")].map((field) => {
    const all = document.createRange();
    all.selectNodeContents(field);
    return listingText(all);
  });
  const stray = given.some((row) => !texts.some((text) => text.includes(part(row, "text").value.trim())));
  return stray ? passages.dataset.exact : "";
}

document.getElementById("mark")?.addEventListener("mousedown", (event) => event.preventDefault());
document.getElementById("mark")?.addEventListener("click", markPassage);
passages?.addEventListener("input", forgetPlace);
