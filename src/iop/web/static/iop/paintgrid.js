/* A week to paint: press and pull with mouse, pen or finger; arrows, Space and Shift with arrows on the keyboard.
   Each half hour is a tick box, so the grid posts as form fields and works without this file. */
(() => {
  const boxesOf = (grid) => [...grid.querySelectorAll("tbody tr")].map((tr) => [...tr.querySelectorAll("input")]);

  function start(grid) {
    const boxes = boxesOf(grid);
    const words = document.getElementById(grid.dataset.words);
    let anchor = null;    // where painting began: {row, day, value, before}
    let focus = [0, 0];

    const placeOf = (box) => { const row = boxes.findIndex((line) => line.includes(box)); return row < 0 ? null : [row, boxes[row].indexOf(box)]; };
    const changed = () => grid.dispatchEvent(new Event("change", { bubbles: true }));

    function say() {
      if (!words) return;
      const minutes = boxes.flat().filter((box) => box.checked).length * Number(grid.dataset.step);
      words.textContent = words.dataset.say.replace("{hours}", (minutes / 60).toFixed(1));
    }

    function hold([row, day], take) {
      boxes[focus[0]][focus[1]].tabIndex = -1;
      focus = [row, day];
      boxes[row][day].tabIndex = 0;
      if (take) boxes[row][day].focus();
    }

    function begin([row, day], value) {
      anchor = { row, day, value, before: boxes.map((line) => line.map((box) => box.checked)) };
      paintTo([row, day]);
    }

    function paintTo([row, day]) {
      const [top, bottom] = [Math.min(anchor.row, row), Math.max(anchor.row, row)];
      const [left, right] = [Math.min(anchor.day, day), Math.max(anchor.day, day)];
      boxes.forEach((line, r) => line.forEach((box, d) => {
        const inside = r >= top && r <= bottom && d >= left && d <= right;
        if (!box.disabled) box.checked = inside ? anchor.value : anchor.before[r][d];
      }));
      say();
    }

    function boxUnder(event) {
      const cell = document.elementFromPoint(event.clientX, event.clientY)?.closest(".iop-paint-cell");
      return cell && grid.contains(cell) ? cell.querySelector("input") : null;
    }

    grid.addEventListener("pointerdown", (event) => {
      const box = event.target.closest(".iop-paint-cell")?.querySelector("input");
      if (!box || box.disabled || event.button !== 0) return;
      grid.dataset.painting = "yes";
      begin(placeOf(box), !box.checked);
      hold(placeOf(box), true);
    });
    document.addEventListener("pointermove", (event) => {
      const box = grid.dataset.painting && boxUnder(event);
      if (box) paintTo(placeOf(box));
    });
    ["pointerup", "pointercancel"].forEach((name) => document.addEventListener(name, () => {
      if (!grid.dataset.painting) return;
      delete grid.dataset.painting;
      anchor = null;
      changed();
    }));
    // The press has painted already; the click that follows must not turn the box back. Space comes with detail 0.
    grid.addEventListener("click", (event) => { if (event.detail > 0 && event.target.matches("input")) event.preventDefault(); });

    const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    grid.addEventListener("keydown", (event) => {
      const move = moves[event.key];
      if (!move || !event.target.matches("input")) return;
      event.preventDefault();
      const from = placeOf(event.target);
      const to = [Math.max(0, Math.min(boxes.length - 1, from[0] + move[0])), Math.max(0, Math.min(boxes[0].length - 1, from[1] + move[1]))];
      if (event.shiftKey && !anchor) begin(from, event.target.checked);
      if (event.shiftKey) paintTo(to); else anchor = null;
      hold(to, true);
    });
    grid.addEventListener("keyup", (event) => { if (event.key === "Shift" && anchor) { anchor = null; changed(); } });
    grid.addEventListener("change", say);

    grid.querySelectorAll("[data-iop-day]").forEach((button) => button.addEventListener("click", () => {
      const column = boxes.map((line) => line[Number(button.dataset.iopDay)]).filter((box) => !box.disabled);
      const value = !column.every((box) => box.checked);
      column.forEach((box) => { box.checked = value; });
      changed();
    }));
    document.querySelectorAll(`[data-iop-copy-monday="${CSS.escape(grid.id)}"]`).forEach((button) => button.addEventListener("click", () => {
      boxes.forEach((line) => line.slice(1, 5).forEach((box) => { if (!box.disabled) box.checked = line[0].checked; }));
      changed();
    }));

    boxes.flat().forEach((box) => { box.tabIndex = -1; });
    hold([0, 0], false);
    say();
  }

  document.querySelectorAll("[data-iop-paint]").forEach(start);
  document.addEventListener("htmx:afterSwap", (event) => event.detail.elt.querySelectorAll?.("[data-iop-paint]").forEach(start));
})();
