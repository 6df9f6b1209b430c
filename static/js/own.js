// The auxiliary's own pages: the worker that keeps today's nameless card, and the phone's offer to install. Niceties only.
"use strict";

const script = document.currentScript;

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register(script.dataset.worker, { scope: "/" }).then(() => navigator.serviceWorker.ready).then((house) => {
    const say = (word) => house.active && house.active.postMessage(word);
    say("card");
    // At midnight in China the card goes, though nobody touches the phone; the worker itself looks again at every call.
    const day = 24 * 3600 * 1000, here = 8 * 3600 * 1000;
    setTimeout(() => say("look"), day - ((Date.now() + here) % day) + 1000);
    document.addEventListener("visibilitychange", () => say("look"));
  }).catch(() => {}); // without a secure address there is no worker, and nothing is kept
}

// The phone asks by itself whether the page may stand on its first screen; the button asks at a better moment.
window.addEventListener("beforeinstallprompt", (event) => {
  const place = document.querySelector("#install");
  if (!place) return;
  event.preventDefault();
  place.hidden = false;
  place.querySelector("button").addEventListener("click", () => event.prompt(), { once: true });
});
