/* Idle log-off: a warning 2 minutes before; afterwards the page is covered, what was typed stays in it, nothing is stored.
   The session address answers JSON: {"viewer": id, "csrf": token, "seconds_left": n}; GET looks, POST counts as activity.
   Signed out it answers 401 or 403. */
(() => {
  const meta = document.querySelector("meta[name=iop-session]");
  const dialog = document.getElementById("session");
  if (!meta || !dialog) return;
  const WARN_SECONDS = 120;
  const title = document.getElementById("session-title");
  const say = document.getElementById("session-say");
  const stay = document.getElementById("session-stay");
  const again = document.getElementById("session-again");
  const before = { title: title.textContent, say: say.textContent };
  let ends = Date.now() + Number(meta.dataset.idleSeconds) * 1000;
  let ended = false;

  async function ask(method) {
    const token = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
    const headers = method === "POST" ? { "X-CSRFToken": token } : { "X-Iop-Poll": "1" };
    const answer = await fetch(meta.content, { method, headers, credentials: "same-origin", redirect: "manual" });
    return answer.ok ? answer.json() : null;
  }

  function show() { if (!dialog.open) dialog.showModal(); }

  function warn() {
    [title.textContent, say.textContent] = [before.title, before.say];
    stay.hidden = false; again.hidden = true;
    show();
    stay.focus();
  }

  function cover() {
    ended = true;
    document.body.classList.add("iop-covered");
    title.textContent = title.dataset.ended;
    say.textContent = say.dataset.ended;
    stay.hidden = true; again.hidden = false;
    show();
    again.focus();
  }

  function renew(token) {
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((input) => { input.value = token; });
  }

  function goOn(answer) {
    if (answer.viewer !== meta.dataset.viewer) { location.reload(); return; }
    renew(answer.csrf);
    ends = Date.now() + answer.seconds_left * 1000;
    ended = false;
    document.body.classList.remove("iop-covered");
    if (dialog.open) dialog.close();
  }

  async function look(method) {
    let answer;
    try { answer = await ask(method); } catch { return; }  // no connection: the clock below still covers the page
    if (!answer) cover();
    else if (answer.seconds_left > WARN_SECONDS) goOn(answer);
    else ends = Date.now() + answer.seconds_left * 1000;
  }

  stay.addEventListener("click", () => look("POST"));
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); if (!ended) look("POST"); });
  // Another tab of the same person may have been active, or has just signed in again.
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look("GET"); });
  document.addEventListener("htmx:afterRequest", (event) => {
    const polled = event.detail.requestConfig?.headers?.["X-Iop-Poll"];
    if (event.detail.successful && !polled) ends = Date.now() + Number(meta.dataset.idleSeconds) * 1000;
  });
  // htmx would follow HX-Redirect and lose what was typed; a signed-out answer covers the page instead.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.getResponseHeader("X-Iop-Signed-Out")) { event.preventDefault(); cover(); }
  });

  setInterval(() => {
    const left = (ends - Date.now()) / 1000;
    if (ended || left > WARN_SECONDS) return;
    if (left <= 0) { ended = true; look("GET").then(() => { if (Date.now() > ends) cover(); }); return; }
    if (!dialog.open) look("GET").then(() => { if (!ended && ends - Date.now() < WARN_SECONDS * 1000) warn(); });
  }, 1000);
})();
