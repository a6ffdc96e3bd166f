/* Group room: every mark is saved at once; without connection it stays on this device, by ids only, and is sent when the
   connection is back. Keys: 1 to 9 choose (Shift adds), P L E N X mark, A all present, Z undo. Without this file the form saves. */
(() => {
  const room = document.getElementById("room");
  if (!room) return;
  const store = `iop-marks-${room.dataset.room}`;
  const rows = new Map([...room.querySelectorAll("tr[data-client]")].map((tr) => [tr.dataset.client, tr]));
  const saved = document.querySelector("#room-saved span");
  const bar = document.getElementById("room-kept");
  const letters = { p: "present", l: "late", e: "left_early", n: "no_show", x: "excused" };
  const there = new Set(["present", "late", "left_early"]);
  let done = [];              // undo: the last deed is last, each a list of {client, to}
  let chosen = new Set();
  let waiting = new Set();    // whose time is still to be typed, together
  let sending = Promise.resolve();

  const radios = (tr) => [...tr.querySelectorAll("input[type=radio]")];
  const times = (tr) => [...tr.querySelectorAll("input.time")];
  const said = (words, time) => words.replace("{time}", time);
  const usable = () => !room.querySelector("fieldset[disabled]");

  /* Kept on the device: {viewer, marks: {client: {state, arrived, left, revision}}} */
  function kept() {
    try { return JSON.parse(localStorage.getItem(store)) || { viewer: room.dataset.viewer, marks: {} }; } catch { return { viewer: room.dataset.viewer, marks: {} }; }
  }
  function keep(book) {
    try {
      if (Object.keys(book.marks).length) localStorage.setItem(store, JSON.stringify(book)); else localStorage.removeItem(store);
    } catch { /* a device without storage: the mark stays on the page and is sent from there */ memory = book; }
    showKept();
  }
  let memory = null;
  const book = () => memory || kept();

  function showKept() {
    const now = book();
    const count = Object.keys(now.marks).length;
    const own = now.viewer === room.dataset.viewer;
    bar.hidden = !count;
    if (count) bar.textContent = (own ? (count === 1 ? bar.dataset.one : bar.dataset.many) : bar.dataset.other).replace("{n}", count);
  }

  /* What stands in a row */
  function show(tr, stands) {
    tr.dataset.state = stands.state;
    tr.dataset.revision = stands.revision;
    tr.querySelector("input[name^=revision]").value = stands.revision;
    radios(tr).forEach((radio) => { radio.checked = radio.value === stands.state; });
    const [arrived, left] = times(tr);
    arrived.value = stands.arrived;
    left.value = stands.left;
    const minutes = tr.querySelector("[data-minutes]");
    minutes.textContent = stands.minutes;
    minutes.parentElement.classList.toggle("short", stands.short);
    tell(tr, "");
  }

  function tell(tr, words, buttons = []) {
    const place = tr.querySelector("[data-mistake]");
    place.hidden = !words;
    place.replaceChildren(words, ...buttons);
  }

  function count() {
    const place = document.getElementById("room-count");
    const marked = [...rows.values()].filter((tr) => tr.dataset.revision !== "0").length;
    place.firstElementChild.textContent = place.dataset.say.replace("{marked}", marked).replace("{all}", rows.size);
  }

  /* Sending. One request after the other, so that revisions follow each other. */
  function send(path, marks) {
    const answer = sending.then(() => post(path, marks));
    sending = answer.catch(() => undefined);
    return answer;
  }

  async function post(path, marks) {
    const token = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
    const fresh = marks.map((mark) => ({ ...mark, revision: mark.revision ?? Number(rows.get(mark.client).dataset.revision) }));
    const answer = await fetch(path, { method: "POST", credentials: "same-origin", redirect: "manual", headers: { "X-CSRFToken": token, "Content-Type": "application/json" }, body: JSON.stringify({ marks: fresh }) });
    if (answer.type === "opaqueredirect") { goUnlock(); throw new Error("locked"); }
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  function mark(clients, state, arrived = "", left = "") {
    const before = clients.map((client) => ({ client, to: Number(rows.get(client).dataset.revision) }));
    const now = book();
    if (now.viewer !== room.dataset.viewer && Object.keys(now.marks).length) { showKept(); return Promise.resolve(); }
    now.viewer = room.dataset.viewer;
    clients.forEach((client) => {
      const revision = now.marks[client]?.revision ?? Number(rows.get(client).dataset.revision);
      now.marks[client] = { state, arrived, left, revision };
    });
    keepQuietly(now);
    return flush(before);
  }

  // Written down first and sent then: a tablet that dies in between still has the mark.
  function keepQuietly(now) {
    const hidden = bar.hidden;
    keep(now);
    bar.hidden = hidden;
  }

  async function flush(before = []) {
    const now = book();
    const marks = Object.entries(now.marks).map(([client, one]) => ({ client, ...one })).filter((one) => rows.has(one.client));
    if (!marks.length || now.viewer !== room.dataset.viewer) { showKept(); return; }
    let answer;
    try { answer = await send(room.dataset.marks, marks); } catch { marks.forEach(showAsKept); showKept(); saved.textContent = room.dataset.sayKept; count(); return; }
    const after = book();
    answer.rows.forEach((one) => {
      const sent = marks.find((other) => other.client === one.client);
      const still = after.marks[one.client];
      if (still && sent && still.state === sent.state && still.arrived === sent.arrived && still.left === sent.left) delete after.marks[one.client];
      else if (still && one.ok) still.revision = one.revision;
      hear(one, sent);
    });
    keep(after);
    const changed = before.filter((one) => answer.rows.some((other) => other.client === one.client && other.ok && other.revision !== one.to));
    if (changed.length) done.push(changed);
    if (answer.rows.some((one) => one.ok)) saved.textContent = said(room.dataset.saySaved, answer.saved);
    count();
    document.body.dispatchEvent(new CustomEvent("iop:marked"));
  }

  function showAsKept({ client, state, arrived, left }) {
    const tr = rows.get(client);
    if (state !== "by_times") { tr.dataset.state = state; radios(tr).forEach((radio) => { radio.checked = radio.value === state; }); }
    const [from, to] = times(tr);
    if (arrived) from.value = arrived;
    if (left) to.value = left;
    tr.querySelector("[data-minutes]").textContent = room.dataset.sayKept;
  }

  function hear(one, sent) {
    const tr = rows.get(one.client);
    if (!tr) return;
    if (one.ok) { waiting.delete(one.client); show(tr, one); return; }
    if (!one.theirs) { tell(tr, one.mistake); return; }
    show(tr, one.theirs);
    const button = (words, deed) => { const made = document.createElement("button"); made.type = "button"; made.className = "btn btn-sm"; made.textContent = words; made.addEventListener("click", deed); return made; };
    tell(tr, one.mistake, [
      button(room.dataset.sayTheirs, () => tell(tr, "")),
      ...(sent && "state" in sent ? [button(room.dataset.sayYours, () => mark([one.client], sent.state, sent.arrived, sent.left))] : []),
    ]);
  }

  async function undo() {
    const last = done.pop();
    if (!last) { saved.textContent = room.dataset.sayNothing; return; }
    let answer;
    try { answer = await send(room.dataset.undo, last.map((one) => ({ ...one, revision: undefined }))); } catch { done.push(last); saved.textContent = room.dataset.sayKept; return; }
    answer.rows.forEach((one) => hear(one));
    saved.textContent = said(room.dataset.sayUndone, answer.saved);
    count();
    document.body.dispatchEvent(new CustomEvent("iop:marked"));
  }

  /* Words: late and left early wait for their time */
  const needsTime = (state, tr) => {
    const [arrived, left] = times(tr).map((field) => field.value.trim());
    return (state === "late" && arrived === times(tr)[0].dataset.plan) || (state === "left_early" && left === times(tr)[1].dataset.plan);
  };

  function say(clients, state) {
    if (!usable() || !clients.length) return;
    const first = rows.get(clients[0]);
    if (state !== "late" && state !== "left_early") { clients.forEach((client) => waiting.delete(client)); mark(clients, state); return; }
    const field = times(first)[state === "late" ? 0 : 1];
    if (clients.length === 1 && !needsTime(state, first)) { const [a, b] = times(first); mark(clients, state, a.value, b.value); return; }
    waiting = new Set(clients);
    clients.forEach((client) => {
      const tr = rows.get(client);
      tr.dataset.state = state;
      radios(tr).forEach((radio) => { radio.checked = radio.value === state; });
      tell(tr, state === "late" ? room.dataset.sayLate : room.dataset.sayLeft);
    });
    field.focus();
    field.select();
  }

  function typedTime(field) {
    const tr = field.closest("tr");
    const client = tr.dataset.client;
    const [arrived, left] = times(tr).map((one) => one.value.trim());
    const together = waiting.has(client) ? [...waiting] : [client];
    waiting = new Set();
    mark(together, "by_times", arrived, left);
  }

  room.addEventListener("change", (event) => {
    if (event.target.matches("input[type=radio]")) {
      const client = event.target.closest("tr").dataset.client;
      say(chosen.has(client) ? [...chosen] : [client], event.target.value);
    } else if (event.target.matches("input.time")) typedTime(event.target);
  });
  room.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input.time")) { event.preventDefault(); event.target.blur(); }
  });
  room.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.name === "all") allPresent();
  });

  function allPresent() {
    const open = [...rows.keys()].filter((client) => !rows.get(client).dataset.state);
    if (open.length) mark(open, "present");
  }

  /* Choosing */
  function choose(client, add) {
    if (!add) chosen = new Set(chosen.has(client) && chosen.size === 1 ? [] : [client]);
    else if (!chosen.delete(client)) chosen.add(client);
    rows.forEach((tr, id) => {
      tr.classList.toggle("chosen", chosen.has(id));
      tr.querySelector("[data-choose]").setAttribute("aria-pressed", String(chosen.has(id)));
    });
  }
  // A finger has no Shift: the buttons add, the number keys choose one.
  room.querySelectorAll("[data-choose]").forEach((button) => button.addEventListener("click", () => choose(button.closest("tr").dataset.client, true)));

  const singleKeysWork = () => { try { return localStorage.getItem("iop-keys") !== "off"; } catch { return true; } };
  const typing = (element) => element.closest?.("input:not([type=radio]):not([type=checkbox]), textarea, select");
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !singleKeysWork() || document.querySelector("dialog[open]:modal")) return;
    const digit = /^Digit([1-9])$/.exec(event.code)?.[1] || (/^[1-9]$/.test(event.key) && event.key);
    const key = event.key.toLowerCase();
    const tr = digit && [...rows.values()].find((one) => one.dataset.key === digit);
    if (tr) { event.preventDefault(); choose(tr.dataset.client, event.shiftKey); tr.scrollIntoView({ block: "nearest" }); return; }
    if (letters[key] && chosen.size && !event.shiftKey) { event.preventDefault(); say([...chosen], letters[key]); }
    else if (key === "z" && usable()) { event.preventDefault(); undo(); }
  });

  /* The tablet locks: covered here at once, refused by the server until somebody proves who they are.
     Without connection it stays covered and asks again; the marks stay on the device. */
  const cover = document.getElementById("room-locked");
  let touched = Date.now();
  let covered = false;
  ["pointerdown", "keydown", "input"].forEach((name) => document.addEventListener(name, () => { touched = Date.now(); }, true));
  function goUnlock() { location.assign(`${room.dataset.unlock}?next=${encodeURIComponent(location.pathname)}`); }

  async function lock() {
    if (!covered) { document.body.classList.add("iop-covered"); cover.showModal(); }
    covered = true;
    const token = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
    try { await fetch(room.dataset.lock, { method: "POST", credentials: "same-origin", redirect: "manual", headers: { "X-CSRFToken": token } }); } catch { return; }
    goUnlock();
  }
  cover.addEventListener("cancel", (event) => event.preventDefault());
  const seconds = Number(room.dataset.lockSeconds);
  setInterval(() => { if (!covered && Date.now() - touched > seconds * 1000) lock(); }, 1000);
  setInterval(() => { if (covered) lock(); }, 10000);

  rows.forEach((tr) => times(tr).forEach((field, at) => { field.dataset.plan = clock(at ? room.dataset.end : room.dataset.start); }));
  function clock(minute) { return `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, "0")}`; }
  window.addEventListener("online", () => flush());
  setInterval(() => { if (!covered && Object.keys(book().marks).length) flush(); }, 15000);
  showKept();
  flush();
})();
