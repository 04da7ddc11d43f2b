// Small comforts on top of pages that work without them: menus, dialogs, copying.
(() => {
  "use strict";

  const menus = () => document.querySelectorAll("details[data-menu][open]");

  // A menu closes by Escape, with the focus back on its button, and by a click elsewhere.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of menus()) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  // <a data-dialog="id"> shows the dialog of that id instead of following the link.
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (!dialog) return;
    event.preventDefault();
    dialog.showModal();
  });
  document.addEventListener("click", (event) => {
    const closer = event.target.closest("dialog [data-close]");
    if (closer) {
      event.preventDefault();
      closer.closest("dialog").close();
    }
  });

  // <button data-copy="text" data-done="Copied" hidden> appears where the browser can copy.
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = button.dataset.done || button.textContent;
    });
  }

  // <select data-submit> sends its form when it changes; its button stays for those without a script.
  for (const field of document.querySelectorAll("select[data-submit]")) {
    field.addEventListener("change", () => field.form.requestSubmit());
  }

  // The first thing to say after a failed form is what failed.
  document.querySelector(".error-summary")?.focus();
})();
