/* The frame: menu on a phone, filters that send themselves, requests that could not be done, polls that are no activity. */
(() => {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-iop-menu]");
    if (!button) return;
    const open = document.getElementById("rail").classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
  });

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-iop-submit]");
    if (form) form.requestSubmit();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-iop-print]")) window.print();
  });

  // Errors are never toasts: they stand at the top of the page until the next request succeeds.
  function tell(kind) {
    const place = document.getElementById("failure");
    if (!place) return;
    place.textContent = place.dataset[kind];
    place.hidden = false;
    place.scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("htmx:responseError", (event) => {
    const xhr = event.detail.xhr;
    if (!xhr.getResponseHeader("X-Iop-Signed-Out")) tell("refused");
  });
  document.addEventListener("htmx:sendError", (event) => {
    if (!isPoll(event.detail.elt)) tell("offline");
  });
  document.addEventListener("htmx:afterOnLoad", (event) => {
    const place = document.getElementById("failure");
    if (place && event.detail.successful) place.hidden = true;
  });

  const isPoll = (element) => /\bevery\b/.test(element?.getAttribute?.("hx-trigger") || "");
  // The server leaves the idle time alone when it sees this header.
  document.addEventListener("htmx:configRequest", (event) => {
    if (isPoll(event.detail.elt)) event.detail.headers["X-Iop-Poll"] = "1";
  });
})();
