// Tells a writer when a draft could not be saved by itself, and goes on after signing in again.
(() => {
  "use strict";
  const status = document.getElementById("autosave");
  const warning = document.querySelector("[data-autosave-failed]");
  if (!status || !warning) return;

  for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    status.addEventListener(failure, () => {
      warning.hidden = false;
    });
  }
  status.addEventListener("htmx:afterSwap", () => {
    warning.hidden = true;
  });

  // Signing in elsewhere makes the token of this form invalid: a fresh one comes with the page.
  window.addEventListener("focus", async () => {
    if (warning.hidden && !status.querySelector("[data-signed-out]")) return;
    const response = await fetch(window.location.href).catch(() => null);
    if (!response || !response.ok || response.redirected) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const token = page.querySelector("[name=csrfmiddlewaretoken]")?.value;
    if (!token) return;
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
    status.closest("form").dispatchEvent(new Event("input"));
  });
})();
