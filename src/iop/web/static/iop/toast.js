/* What happened, and Undo. 8 s, 60 s when messages wait; it stays while it is pointed at or holds the focus.
   The server may send one with the header HX-Trigger: {"toast": {"text": "...", "undo": "/path", "seconds": 60}}. */
(() => {
  const place = document.getElementById("toasts");
  if (!place) return;

  function leave(toast) {
    if (toast.matches(":hover, :focus-within")) { setTimeout(leave, 2000, toast); return; }
    toast.remove();
  }

  function start(toast) {
    if (toast.dataset.started) return;
    toast.dataset.started = "yes";
    setTimeout(leave, Number(toast.dataset.iopToast || 8) * 1000, toast);
  }

  function undoForm(path) {
    const form = document.createElement("form");
    form.method = "post";
    form.action = path;
    const token = document.createElement("input");
    token.type = "hidden";
    token.name = "csrfmiddlewaretoken";
    token.value = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
    const button = document.createElement("button");
    button.textContent = place.dataset.undo;
    form.append(token, button);
    return form;
  }

  function show({ text, undo, seconds }) {
    const toast = document.createElement("div");
    toast.className = "iop-toast";
    toast.dataset.iopToast = seconds || 8;
    const words = document.createElement("span");
    words.textContent = text;
    toast.append(words);
    if (undo) toast.append(undoForm(undo));
    place.append(toast);
    start(toast);
  }

  document.body.addEventListener("toast", (event) => show(event.detail));
  place.querySelectorAll(".iop-toast").forEach(start);
  document.addEventListener("htmx:oobAfterSwap", () => place.querySelectorAll(".iop-toast").forEach(start));
})();
