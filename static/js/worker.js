// The service worker of the auxiliary's pages. HOUSE is put before it by the server: what is kept, and under which version.
// It keeps static files and ONE nameless card of today, until midnight or the end of the session, and nothing else.
"use strict";

const SHELL = `shell-${HOUSE.version}`, CARD = "card";
const SKEW = 10 * 60 * 1000; // a phone's clock may be this much behind the server's

self.addEventListener("install", (event) => {
  const files = [...HOUSE.kept, HOUSE.offline].map((path) => new Request(path, { cache: "reload" }));
  event.waitUntil(caches.open(SHELL).then((shell) => shell.addAll(files)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name !== SHELL && name !== CARD).map((name) => caches.delete(name))))
      .then(() => today())
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("message", (event) => {
  if (event.data === "card") event.waitUntil(keep());
  if (event.data === "forget") event.waitUntil(forget());
  if (event.data === "look") event.waitUntil(today());
});

self.addEventListener("fetch", (event) => {
  const request = event.request, path = new URL(request.url).pathname;
  if (new URL(request.url).origin !== self.location.origin) return;
  if (HOUSE.ends.some((end) => path.startsWith(end))) event.waitUntil(forget()); // whoever signs in or out: the card is gone
  if (request.mode === "navigate" && request.method === "GET") event.respondWith(page(request));
  else if (HOUSE.kept.includes(path)) event.respondWith(file(request));
});

// A page always comes from the server; without a network the card of today, or else a page that says there is none.
async function page(request) {
  try {
    return await fetch(request);
  } catch {
    return (await today()) || (await caches.match(HOUSE.offline, { ignoreVary: true })) || Response.error();
  }
}

async function file(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request, { ignoreVary: true, ignoreSearch: true })) || Response.error();
  }
}

// The card of whoever is signed in now takes the place of any other; without one there is none.
async function keep() {
  let answer;
  try {
    answer = await fetch(HOUSE.card, { credentials: "same-origin", redirect: "manual", cache: "no-store" });
  } catch {
    return; // no network meanwhile
  }
  await forget(); // sent to the sign-in page, the session is over: nothing comes in its place
  if (answer.ok && answer.headers.has("Card-Until")) await (await caches.open(CARD)).put(HOUSE.card, answer);
}

// The card while its day lasts; afterwards, or when the clock was set back, it is deleted and never shown.
async function today() {
  const card = await caches.match(HOUSE.card, { cacheName: CARD, ignoreVary: true });
  if (!card) return undefined;
  const now = Date.now(), made = Number(card.headers.get("Card-Made")), until = Number(card.headers.get("Card-Until"));
  if (now >= made - SKEW && now < until) return card;
  await forget();
  return undefined;
}

function forget() {
  return caches.delete(CARD);
}
