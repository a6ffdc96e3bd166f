/* Charts from numbers in the page. The page says what is drawn; how it looks is decided here, from the tokens. */
(() => {
  const probe = document.createElement("span");
  probe.hidden = true;
  document.body.append(probe);
  // A custom property still says light-dark(...); a colour put on an element is resolved.
  function colour(name) { probe.style.color = `var(--iop-${name})`; return getComputedStyle(probe).color; }

  const hatch = () => ({ symbol: "rect", color: colour("series-rest"), dashArrayX: [1, 0], dashArrayY: [1, 5], rotation: -Math.PI / 4 });
  const words = () => ({ color: colour("ink-2"), fontSize: 12, fontFamily: getComputedStyle(document.body).fontFamily });

  function bands(chart) {
    const data = (chart.bands || []).map((band) => [{ yAxis: band.from }, { yAxis: band.to }]);
    return data.length ? { silent: true, itemStyle: { color: colour("band") }, data } : undefined;
  }

  function notes(chart) {
    const data = (chart.notes || []).map((note) => ({ coord: [note.at, note.value], value: note.text }));
    return data.length ? { silent: true, symbol: "circle", symbolSize: 1, itemStyle: { color: "transparent" }, label: { ...words(), position: "top", distance: 6, formatter: "{c}" }, data } : undefined;
  }

  function drawn(series) {
    const tint = colour(series.tone || "series-1");
    if (series.draw === "bars") return { type: "bar", barMaxWidth: 22, itemStyle: { color: tint, borderRadius: [2, 2, 0, 0] } };
    const line = { type: "line", connectNulls: false, itemStyle: { color: tint }, lineStyle: { color: tint, width: 2, type: series.dash ? "dashed" : "solid" } };
    if (series.draw === "stairs") return { ...line, step: "middle", symbol: "none" };
    return { ...line, symbol: "circle", symbolSize: 7 };
  }

  // Where nothing is known the whole column is hatched: never zero, never left out.
  function unknown(chart, top) {
    const places = new Set(chart.unknown || []);
    return { type: "bar", silent: true, barGap: "-100%", barMaxWidth: 34, z: 1, emphasis: { disabled: true }, itemStyle: { color: colour("unknown-soft"), decal: hatch() },
      data: chart.categories.map((_, index) => (places.has(index) ? top : null)) };
  }

  // From zero to a round figure above the largest value, in about five equal parts.
  function axis(largest) {
    const tenth = 10 ** Math.floor(Math.log10(largest / 4));
    const step = [1, 2, 4, 5, 10].map((part) => part * tenth).find((part) => part * 6 > largest);
    return { step, top: Math.ceil((largest + step / 4) / step) * step };
  }

  function options(chart) {
    const values = chart.series.flatMap((series) => series.values).concat((chart.bands || []).map((band) => band.to)).filter((value) => value !== null);
    const { top, step } = axis(chart.max || Math.max(...values, 1));
    const series = chart.series.map((one) => ({ ...drawn(one), name: one.name, data: one.values, silent: true, emphasis: { disabled: true } }));
    series[0].markArea = bands(chart);
    series[series.length - 1].markPoint = notes(chart);
    if ((chart.unknown || []).length) series.push(unknown(chart, top));
    return {
      animation: false, textStyle: words(), aria: { enabled: false },
      grid: { left: 4, right: 12, top: 26, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
      xAxis: { type: "category", data: chart.categories, axisTick: { show: false }, axisLine: { lineStyle: { color: colour("edge") } }, axisLabel: { ...words(), hideOverlap: true } },
      yAxis: { type: "value", min: 0, max: top, interval: step, name: chart.unit, nameLocation: "end", nameGap: 10, nameTextStyle: { ...words(), align: "left" }, axisLabel: words(), splitLine: { lineStyle: { color: colour("line"), width: 1 } } },
      series,
    };
  }

  function draw(place) {
    const chart = JSON.parse(document.getElementById(place.dataset.iopChart).textContent);
    echarts.getInstanceByDom(place)?.dispose();
    echarts.init(place, null, { renderer: "svg" }).setOption(options(chart));
  }

  const drawAll = (root) => root.querySelectorAll("[data-iop-chart]").forEach(draw);
  const resized = new ResizeObserver((entries) => entries.forEach((entry) => echarts.getInstanceByDom(entry.target)?.resize()));

  function startAll(root) {
    drawAll(root);
    root.querySelectorAll("[data-iop-chart]").forEach((place) => resized.observe(place));
  }

  startAll(document);
  document.addEventListener("iop:scheme", () => drawAll(document));
  document.addEventListener("htmx:afterSwap", (event) => startAll(event.detail.elt));
})();
