// Nothing typed is lost: before a form is sent the house is asked whether it hears, and whether one is still signed in.
// If not, the form stays as it is and says what to do. Without this file the form is simply sent.

function said(form, which) {
  for (const words of form.querySelectorAll("[data-kept]")) words.hidden = words.dataset.kept !== which;
  const shown = form.querySelector(`[data-kept="${which}"]`);
  if (shown) shown.scrollIntoView({ block: "nearest" });
}

// After signing in again in another window the page carries an old token: the fresh one comes with the answer.
async function refresh(form, answer) {
  const text = await answer.text();
  const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("main form [name=csrfmiddlewaretoken]");
  const own = form.querySelector("[name=csrfmiddlewaretoken]");
  if (fresh && own) own.value = fresh.value;
}

// The page itself is asked; where it answers no GET, the form names another with `data-asks`.
async function ask(form) {
  let answer;
  try {
    answer = await fetch(form.dataset.asks || location.href, { redirect: "manual", credentials: "same-origin", cache: "no-store" });
  } catch {
    return "offline";
  }
  if (answer.type === "opaqueredirect" || answer.status === 401) return "signed-out";
  if (answer.status >= 500) return "offline";
  if (answer.ok) await refresh(form, answer);
  return "";
}

async function send(event) {
  const form = event.target, submitter = event.submitter;
  if (form.dataset.heard) { delete form.dataset.heard; return; }
  event.preventDefault();
  if (form.dataset.asking) return;
  form.dataset.asking = "1";
  const trouble = await ask(form);
  delete form.dataset.asking;
  said(form, trouble);
  if (trouble) { form.dispatchEvent(new Event("input", { bubbles: true })); return; }
  form.dataset.heard = "1";
  form.requestSubmit(submitter);
}

export function dress(root) {
  for (const form of root.querySelectorAll("form[data-keep]:not([data-kept-by-script])")) {
    if (form.method !== "post" || !form.querySelector("[data-kept]")) continue;
    form.dataset.keptByScript = "";
    form.addEventListener("submit", send);
  }
}
