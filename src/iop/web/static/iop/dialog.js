/* Confirmation and side panel. data-iop-opens="id" opens a dialog, data-iop-closes closes the one it stands in,
   a link with data-iop-panel loads its own address into the side panel. */
(() => {
  let opener = null;

  function open(dialog, by) {
    opener = by;
    dialog.dispatchEvent(new CustomEvent("iop:opening", { bubbles: true }));
    dialog.showModal();
  }

  function close(dialog) {
    dialog.close();
    if (opener?.isConnected) opener.focus();
    opener = null;
  }

  function showPanel(link) {
    const panel = document.getElementById("panel");
    const title = document.getElementById("panel-title");
    title.textContent = link.dataset.iopPanel || title.dataset.untitled;
    document.getElementById("panel-own").href = link.href;
    opener = link;
    if (!panel.open) panel.show();
    title.focus();
  }

  document.addEventListener("click", (event) => {
    const opens = event.target.closest("[data-iop-opens]");
    if (opens) { event.preventDefault(); open(document.getElementById(opens.dataset.iopOpens), opens); return; }
    const closes = event.target.closest("[data-iop-closes]");
    if (closes) { event.preventDefault(); close(closes.closest("dialog")); }
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    const link = event.detail.elt;
    if (link.matches?.("a[data-iop-panel]")) showPanel(link);
  });
  // An opener inside a swapped part must not keep a dialog in the air: the top layer survives its parent.
  document.addEventListener("htmx:afterSwap", () => {
    document.querySelectorAll("dialog[data-iop-open-now]:not([open])").forEach((dialog) => dialog.showModal());
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const panel = document.getElementById("panel");
    if (panel?.open) close(panel);
  });
})();
