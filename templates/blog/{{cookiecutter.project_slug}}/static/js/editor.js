// Tells a writer when a draft could not be saved by itself, for the text is then only in this window.
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
})();
