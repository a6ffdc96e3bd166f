/* Forms: check on leaving a field, go to the first mistake after sending, one send per press, ask before losing what was typed. */
(() => {
  const errorOf = (field) => document.getElementById(`${field.id}_error`);

  function check(field) {
    const place = field.id && errorOf(field);
    if (!place || !place.hasAttribute("data-iop-live")) return;
    const words = field.checkValidity() ? "" : field.dataset.mistake || field.validationMessage;
    place.hidden = !words;
    place.querySelector("[data-iop-words]").textContent = words;
    if (words) field.setAttribute("aria-invalid", "true"); else field.removeAttribute("aria-invalid");
  }

  document.addEventListener("focusout", (event) => {
    const field = event.target;
    if (field.matches?.("form[novalidate] .form-control, form[novalidate] .form-select") && field.dataset.touched) check(field);
  });
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field.dataset) field.dataset.touched = "yes";
    if (field.getAttribute?.("aria-invalid") === "true") check(field);
    const form = field.closest?.("form[data-iop-keep]");
    if (form) form.dataset.changed = "yes";
  });

  function toFirstMistake(root) {
    const summary = root.querySelector(".iop-errors");
    if (!summary) return;
    const field = document.querySelector("form [aria-invalid='true']");
    (field || summary).focus();
  }
  toFirstMistake(document);
  document.addEventListener("htmx:afterSwap", (event) => toFirstMistake(event.detail.elt));

  // The same form twice: the second press within a moment is dropped; the server refuses it as well.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    delete form.dataset.changed;
    if (form.method === "get" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 4000);
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-iop-keep][data-changed]")) event.preventDefault();
  });
})();
