(() => {
  if (window.ncaPage) return;
  const value = (name, light, dark) => {
    const set = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    if (set) return set;
    const editor = getComputedStyle(document.documentElement).getPropertyValue("--vscode-editor-foreground").trim();
    return editor && name === "--nca-ink" ? editor : matchMedia("(prefers-color-scheme: dark)").matches ? dark : light;
  };
  // As plotly sets a horizontal legend: one row if it fits, else columns as wide as the widest entry.
  const legendRows = (place, chart) => {
    if (!chart.layout.showlegend) return 0;
    const widths = chart.data.filter(trace => trace.showlegend !== false).map(trace => 46 + 6.8 * String(trace.name ?? "").length), room = Math.max(1, place.clientWidth - 72);
    return widths.reduce((sum, width) => sum + width, 0) <= room ? 1 : Math.ceil(widths.length / Math.max(1, Math.floor(room / Math.max(...widths))));
  };
  // Words in lines of at most so many letters.
  const wrapped = (text, letters) => String(text).split(" ").reduce((lines, word) => {
    const last = lines.at(-1);
    if (last !== undefined && (last + " " + word).length <= letters) lines[lines.length - 1] = last + " " + word;
    else lines.push(word);
    return lines;
  }, []).join("<br>");
  // On a narrow screen names of rows and titles take several lines, so that the chart has room beside them.
  const fitted = ({ layout, data, narrow }) => {
    if (!narrow) return { layout, height: 340 };
    const names = data[0]?.y, hasNames = typeof names?.[0] === "string";
    const texts = hasNames ? names.map(name => wrapped(name, 20)) : [];
    const xaxis = { ...layout.xaxis, ...(layout.xaxis?.type === "log" ? { nticks: 2 } : {}), title: { ...layout.xaxis?.title, text: wrapped(layout.xaxis?.title?.text ?? "", hasNames ? 22 : 30) } };
    const yaxis = hasNames ? { ...layout.yaxis, tickmode: "array", tickvals: names, ticktext: texts, tickfont: { size: 10 } } : layout.yaxis;
    return { layout: { ...layout, xaxis, yaxis }, height: hasNames ? Math.max(340, 120 + names.length * (8 + 13 * Math.max(...texts.map(text => text.split("<br>").length)))) : 340 };
  };
  const coloured = chart => {
    const { layout, height } = fitted(chart);
    // The renderer leaves room for one row and a half.
    const more = Math.max(0, 19 * chart.rows - 28);
    const ink = value("--nca-ink", "#1c2226", "#e4e2dd"), line = value("--nca-line", "#dcd8d0", "#343a40"), muted = value("--nca-muted", "#586068", "#a2a9af");
    const axis = given => ({ ...given, gridcolor: line, zerolinecolor: line, linecolor: muted, tickcolor: muted, automargin: true });
    return { ...layout, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", autosize: true, height: height + more, margin: { ...layout.margin, t: layout.margin.t + more },
      font: { family: "system-ui, 'DejaVu Sans', sans-serif", size: 13, color: ink }, xaxis: axis(layout.xaxis), yaxis: axis(layout.yaxis),
      hoverlabel: { font: { size: 13 } }, modebar: { bgcolor: "rgba(0,0,0,0)", color: muted, activecolor: ink } };
  };
  const charts = new Map();
  // Charts near the reader are drawn first, the others one by one when there is time, or at once for paper.
  const waiting = new Map();
  const drawWaiting = place => {
    const chart = waiting.get(place);
    near.unobserve(place);
    if (waiting.delete(place)) drawNow(place.id, chart);
  };
  const near = new IntersectionObserver(places => places.filter(place => place.isIntersecting).forEach(place => drawWaiting(place.target)), { rootMargin: "500px 0px" });
  const whenIdle = window.requestIdleCallback ?? (work => setTimeout(work, 60));
  const drawNext = () => {
    const [place] = waiting.keys();
    if (!place) return;
    drawWaiting(place);
    whenIdle(drawNext, { timeout: 1000 });
  };
  addEventListener("beforeprint", () => [...waiting.keys()].forEach(drawWaiting));
  // A chart takes its width from its neighbours, so it waits until they are there.
  const draw = (id, chart) => {
    const later = () => {
      const place = document.getElementById(id);
      if (!place) return;
      if (waiting.size === 0) whenIdle(drawNext, { timeout: 1000 });
      waiting.set(place, chart);
      near.observe(place);
    };
    document.readyState === "loading" ? addEventListener("DOMContentLoaded", later) : setTimeout(later, 0);
  };
  const drawNow = (id, chart) => {
    const place = document.getElementById(id);
    if (!place || !window.Plotly) return;
    charts.set(id, chart);
    place.replaceChildren();
    const shapeNow = () => ({ rows: legendRows(place, chart), narrow: place.clientWidth < 480 });
    Object.assign(chart, shapeNow());
    window.Plotly.newPlot(place, chart.data, coloured(chart), { responsive: true, displaylogo: false, displayModeBar: "hover", modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"] });
    new ResizeObserver(() => {
      const { rows, narrow } = shapeNow();
      if (rows === chart.rows && narrow === chart.narrow) return window.Plotly.Plots.resize(place);
      Object.assign(chart, { rows, narrow });
      window.Plotly.relayout(place, coloured(chart));
    }).observe(place);
  };
  const recolour = () => { for (const [id, chart] of charts) if (document.getElementById(id)) window.Plotly.relayout(id, coloured(chart)); };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
  addEventListener("nca-theme", recolour);

  const play = (id, film) => {
    const place = document.getElementById(id), canvas = place.querySelector("canvas"), slider = place.querySelector("input"), label = place.querySelector("output"), button = place.querySelector("button");
    const context = canvas.getContext("2d"), sheet = new Image();
    let frame = 0, timer = 0;
    const show = next => {
      frame = (next + film.count) % film.count;
      context.drawImage(sheet, (frame % film.columns) * film.width, Math.floor(frame / film.columns) * film.height, film.width, film.height, 0, 0, film.width, film.height);
      slider.value = frame;
      label.textContent = film.labels[frame] ?? `frame ${frame}`;
      slider.setAttribute("aria-valuetext", label.textContent);
    };
    const run = on => {
      clearInterval(timer);
      timer = on ? setInterval(() => show(frame + 1), film.centiseconds * 10) : 0;
      button.textContent = on ? "Pause" : "Play";
    };
    sheet.onload = () => { show(0); };
    // Paper gets how it ends.
    let onScreen = 0;
    addEventListener("beforeprint", () => { run(false); onScreen = frame; show(-1); });
    addEventListener("afterprint", () => show(onScreen));
    sheet.src = film.sheet;
    button.addEventListener("click", () => run(!timer));
    slider.addEventListener("input", () => { run(false); show(Number(slider.value)); });
    new IntersectionObserver(seen => { if (!seen[0].isIntersecting) run(false); }).observe(place);
    if (!matchMedia("(prefers-reduced-motion: reduce)").matches) {
      const once = new IntersectionObserver(seen => { if (seen[0].isIntersecting) { once.disconnect(); run(true); } }, { threshold: 0.6 });
      once.observe(place);
    }
  };
  window.ncaPage = { draw, play };
})();
