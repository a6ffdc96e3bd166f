/* The colour scheme: the system's, unless the person chose one on this device. Runs before the first paint. */
(() => {
  const page = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const stored = () => { try { return localStorage.getItem("iop-scheme"); } catch { return null; } };
  const chosen = () => stored() || page.dataset.iopScheme || "system";

  function apply() {
    const scheme = chosen() === "system" ? (system.matches ? "dark" : "light") : chosen();
    if (page.dataset.bsTheme === scheme) return;
    page.dataset.bsTheme = scheme;
    document.dispatchEvent(new CustomEvent("iop:scheme", { detail: scheme }));
  }

  function choose(scheme) {
    try { localStorage.setItem("iop-scheme", scheme); } catch { page.dataset.iopScheme = scheme; }
    apply();
  }

  function showChoice() {
    document.querySelectorAll("input[data-iop-scheme]").forEach((input) => { input.checked = input.value === chosen(); });
  }

  page.classList.add("js");
  apply();
  system.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", showChoice);
  document.addEventListener("change", (event) => {
    if (event.target.matches("input[data-iop-scheme]")) choose(event.target.value);
  });
})();
