// Captures that could not be sent yet. Bounded; what does not fit is said, never dropped in silence.
"use strict";

const MOST = 40;
const MOST_BYTES = 200_000_000;

function request(asked) {
  return new Promise((done, failed) => { asked.onsuccess = () => done(asked.result); asked.onerror = () => failed(asked.error); });
}

async function open(mode) {
  const asked = indexedDB.open("soi", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("outbox", { keyPath: "id", autoIncrement: true });
  const database = await request(asked);
  return database.transaction("outbox", mode).objectStore("outbox");
}

export async function waiting() {
  return request((await open("readonly")).getAll());
}

export async function keep(url, body) {
  const kept = await waiting();
  const bytes = kept.reduce((sum, entry) => sum + entry.body.length, body.length);
  if (kept.length >= MOST || bytes > MOST_BYTES) return false;
  await request((await open("readwrite")).add({ url, body, at: new Date().toISOString() }));
  return true;
}

export async function remove(id) {
  await request((await open("readwrite")).delete(id));
}
