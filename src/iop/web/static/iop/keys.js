/* Keys work everywhere unless a field has the focus: `/` find, G then a letter, `?` the list, and what a page declares.
   data-iop-key="n" (also "ctrl+enter", "1") clicks the element, or goes to the first field inside it.
   data-iop-go="b" on a link: G then B. data-iop-key-says="new note" names it in the list. */
(() => {
  let going = 0;
  const stored = () => { try { return localStorage.getItem("iop-keys"); } catch { return null; } };
  const singleKeysWork = () => (stored() ?? document.body.dataset.iopKeys) !== "off";
  const typing = (element) => element.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");
  const nameOf = (event) => (event.ctrlKey || event.metaKey ? "ctrl+" : "") + event.key.toLowerCase();
  const visible = (element) => element.getClientRects().length > 0;

  function press(element) {
    const field = element.matches("form, label, [data-iop-key-focus]") && element.querySelector("input, textarea, select");
    if (field) field.focus(); else if (element.matches("input:not([type=radio]):not([type=checkbox]), textarea")) element.focus(); else element.click();
  }

  function openFind() {
    const menu = document.querySelector("[data-iop-menu]");
    if (menu && visible(menu) && menu.getAttribute("aria-expanded") === "false") menu.click();
  }

  function declared(key) {
    const within = document.querySelector("dialog[open]:modal") || document;
    return [...within.querySelectorAll(`[data-iop-key="${CSS.escape(key)}"]`)].find((element) => key === "/" || visible(element));
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey) return;
    const key = nameOf(event);
    const combined = key.startsWith("ctrl+");
    if (!combined && (typing(event.target) || !singleKeysWork())) return;
    if (going && Date.now() - going < 1500 && !combined) return go(event, key);
    if (key === "g" && !declared("g")) { going = Date.now(); return; }
    if (key === "?") { event.preventDefault(); return showKeys(); }
    if (key === "/") openFind();
    const element = declared(key);
    if (element) { event.preventDefault(); press(element); }
  });

  function go(event, key) {
    going = 0;
    const link = document.querySelector(`[data-iop-go="${CSS.escape(key)}"]`);
    if (link) { event.preventDefault(); link.click(); }
  }

  function line(list, keys, words) {
    const term = document.createElement("dt");
    keys.forEach((key) => { const kbd = document.createElement("kbd"); kbd.textContent = key; term.append(kbd, " "); });
    const said = document.createElement("dd");
    said.textContent = words;
    term.dataset.made = said.dataset.made = "";
    list.append(term, said);
  }

  const shown = (key) => key.split("+").map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join(" + ");
  const words = (element) => (element.dataset.iopKeySays || element.querySelector(".iop-nav-label")?.textContent || element.textContent).trim();

  function fill(list) {
    list.querySelectorAll("[data-made]").forEach((element) => element.remove());
    document.querySelectorAll("[data-iop-go]").forEach((link) => line(list, ["G", shown(link.dataset.iopGo)], `${list.dataset.go} ${words(link)}`));
    document.querySelectorAll("[data-iop-key]:not([data-iop-key='/'])").forEach((element) => line(list, [shown(element.dataset.iopKey)], words(element)));
  }

  function showKeys() {
    const dialog = document.getElementById("keys");
    if (!dialog || dialog.open) return;
    fill(dialog.querySelector("[data-iop-key-list]"));
    dialog.showModal();
  }

  document.addEventListener("iop:opening", (event) => { if (event.target.id === "keys") fill(event.target.querySelector("[data-iop-key-list]")); });
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-iop-single-keys]")) return;
    try { localStorage.setItem("iop-keys", event.target.checked ? "on" : "off"); } catch { event.target.checked = true; }
  });
  document.querySelectorAll("[data-iop-single-keys]").forEach((box) => { box.checked = singleKeysWork(); });
})();
