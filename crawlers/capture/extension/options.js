// Where the reviewer's Soi is, and the token to send with. Nothing leaves for any other address.
"use strict";

const text = (key) => chrome.i18n.getMessage(key) || key;
const form = document.getElementById("form");
const said = document.getElementById("said");

// Plain http only on this machine: a token must not cross a network in the open.
function ownAddress(given) {
  const url = URL.parse(given.trim());
  const local = url && ["127.0.0.1", "localhost"].includes(url.hostname);
  return url && (url.protocol === "https:" || (url.protocol === "http:" && local)) && !url.username ? url.origin : null;
}

form.onsubmit = async (event) => {
  event.preventDefault();
  const address = ownAddress(form.address.value);
  if (!address) { said.textContent = text("options_wrong"); return; }
  // Only this one server. Soi lets this extension in by itself, so a refusal here does no harm.
  await chrome.permissions.request({ origins: [`${new URL(address).protocol}//${new URL(address).hostname}/*`] }).catch(() => false);
  await chrome.storage.local.set({ address, token: form.token.value.trim() });
  said.textContent = text("options_saved");
};

for (const element of document.querySelectorAll("[data-text]")) element.textContent = text(element.dataset.text);
document.documentElement.lang = text("lang");
chrome.storage.local.get(["address", "token"]).then(({ address = "", token = "" }) => {
  form.address.value = address;
  form.token.value = token;
});
