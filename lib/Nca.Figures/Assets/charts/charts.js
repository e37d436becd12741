// Charts: wherever one appears in the page, before this script or after it, it is found and drawn, in the colours of the place that it is in.
(() => {
  if (window.ncaCharts) return window.ncaCharts();

  // Any colour that the browser knows as [red, green, blue] from 0 to 255, and how opaque it is.
  const brush = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const parsed = colour => {
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = "#0000";
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = brush.getImageData(0, 0, 1, 1).data;
    return [[red, green, blue], alpha / 255];
  };
  const mix = (over, under, share) => over.map((value, at) => value * share + under[at] * (1 - share));
  const css = (colour, alpha = 1) => `rgba(${colour.map(Math.round).join(", ")}, ${alpha})`;
  const luminance = colour => {
    const [red, green, blue] = colour.map(value => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const hostPaper = place => {
    const probe = document.createElement("i");
    probe.style.color = "var(--nca-paper, Canvas)";
    place.append(probe);
    const [colour, alpha] = parsed(getComputedStyle(probe).color);
    probe.remove();
    return mix(colour, [255, 255, 255], alpha);
  };
  // What a chart is drawn on: the first opaque background below it; where all are transparent, what the host calls its paper.
  const paperOf = place => {
    const layers = [];
    for (let element = place; element; element = element.parentElement) {
      const [colour, alpha] = parsed(getComputedStyle(element).backgroundColor);
      if (alpha > 0) layers.push([colour, alpha]);
      if (alpha === 1) break;
    }
    return layers.reduceRight((under, [colour, alpha]) => mix(colour, under, alpha), layers.at(-1)?.[1] === 1 ? [255, 255, 255] : hostPaper(place));
  };
  const lookOf = place => {
    const paper = paperOf(place), [text, alpha] = parsed(getComputedStyle(place).color), ink = mix(text, paper, alpha);
    return { paper, ink, key: `${paper.map(Math.round)} on ${ink.map(Math.round)}` };
  };
  // A colour that stands out from the paper: lightened or darkened as little as needed.
  const legible = (colour, paper, least) => {
    const end = luminance(paper) < 0.18 ? [255, 255, 255] : [0, 0, 0];
    for (let share = 0; share < 1; share += 0.02) {
      const tried = mix(end, colour, share);
      if (contrast(tried, paper) >= least) return tried;
    }
    return end;
  };
  // Three to one is enough by the letter; thin lines need somewhat more, light ones on a dark ground most.
  const enough = paper => luminance(paper) < 0.18 ? 4.2 : 3.4;
  // A faint one stands out as much as a line must, and no more.
  const faint = (colour, paper) => {
    const strong = legible(colour, paper, enough(paper));
    for (let share = 0.4; share < 1; share += 0.02) if (contrast(mix(strong, paper, share), paper) >= enough(paper)) return mix(strong, paper, share);
    return strong;
  };

  const colouredTraces = ({ data }, { paper, ink }) => {
    // Where raw values stand behind smoothed ones, these are set off.
    const onMap = data.some(trace => trace.type === "heatmap"), least = enough(paper) * (data.some(trace => trace.meta?.faint) ? 1.5 : 1);
    const [line, soft] = [css(mix(ink, paper, 0.18)), css(mix(ink, paper, 0.6))];
    return data.map(trace => {
      // The colours of a map are its own, and those of a line over it.
      if (trace.type === "heatmap") return { ...trace, colorbar: { ...trace.colorbar, outlinecolor: line, tickcolor: soft } };
      if (onMap) return trace;
      const shade = (colour, opacity) => css((trace.meta?.faint ? faint : legible)(parsed(colour)[0], paper, least), opacity);
      const coloured = { ...trace };
      for (const part of ["line", "marker", "error_x"]) if (trace[part]?.color) coloured[part] = { ...trace[part], color: shade(trace[part].color) };
      // An area is filled so that what lies behind it can be seen.
      if (trace.fill) coloured.fillcolor = shade(trace.line.color, 0.18);
      return coloured;
    });
  };

  // As plotly sets a horizontal legend: one row if it fits, else columns as wide as the widest entry.
  const legendRows = (place, { layout, data }) => {
    if (!layout.showlegend) return 0;
    const widths = data.filter(trace => trace.showlegend !== false).map(trace => 46 + 6.8 * String(trace.name ?? "").length), room = Math.max(1, place.clientWidth - 72);
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
    const xaxis = { ...layout.xaxis, ...(layout.xaxis?.type === "log" && !layout.xaxis.dtick ? { nticks: 2 } : {}), title: { ...layout.xaxis?.title, text: wrapped(layout.xaxis?.title?.text ?? "", hasNames ? 22 : 30) } };
    const yaxis = hasNames ? { ...layout.yaxis, tickmode: "array", tickvals: names, ticktext: texts, tickfont: { size: 10 } } : layout.yaxis;
    return { layout: { ...layout, xaxis, yaxis }, height: hasNames ? Math.max(340, 120 + names.length * (8 + 13 * Math.max(...texts.map(text => text.split("<br>").length)))) : 340 };
  };
  // A map of a place is square: what it does not need is left free beside the bar of its colours, not between them.
  const free = ({ layout, place }, height) => layout.yaxis?.scaleanchor ? Math.max(layout.margin.r, place.clientWidth - height) : layout.margin.r;
  const colouredLayout = (chart, { paper, ink }) => {
    const { layout, height } = fitted(chart);
    // The renderer leaves room for one row and a half.
    const more = Math.max(0, 19 * chart.rows - 28);
    const [line, soft] = [css(mix(ink, paper, 0.18)), css(mix(ink, paper, 0.6))];
    const axis = given => ({ ...given, gridcolor: line, zerolinecolor: line, linecolor: soft, tickcolor: soft, automargin: true });
    return { ...layout, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", autosize: true, uirevision: "kept", height: height + more, margin: { ...layout.margin, t: layout.margin.t + more, r: free(chart, height) },
      font: { family: "system-ui, 'DejaVu Sans', sans-serif", size: 13, color: css(ink) }, xaxis: axis(layout.xaxis), yaxis: axis(layout.yaxis),
      hoverlabel: { bgcolor: css(mix(ink, paper, 0.08)), bordercolor: soft, font: { size: 13, color: css(ink) } }, modebar: { bgcolor: "rgba(0,0,0,0)", color: css(mix(ink, paper, 0.7)), activecolor: css(ink) } };
  };

  // A place's chart once it is known; those that wait to be drawn. Charts near the reader come first, the others one by one when there is time, or
  // at once for paper.
  const charts = new WeakMap(), waiting = new Set();
  const draw = place => {
    near.unobserve(place);
    if (!waiting.delete(place)) return;
    // One that was taken away is found anew when it comes back.
    if (!place.isConnected) return void charts.delete(place);
    const chart = charts.get(place);
    chart.isDrawn = true;
    chart.place.replaceChildren();
    show(place, chart);
    resized.observe(place);
  };
  const show = (place, chart) => {
    const look = lookOf(place);
    Object.assign(chart, { rows: legendRows(place, chart), narrow: place.clientWidth < 480, key: look.key });
    window.Plotly.react(chart.place, colouredTraces(chart, look), colouredLayout(chart, look), { responsive: true, displaylogo: false, displayModeBar: "hover", modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"] });
  };
  const near = new IntersectionObserver(seen => seen.filter(each => each.isIntersecting).forEach(each => draw(each.target)), { rootMargin: "500px 0px" });
  const resized = new ResizeObserver(seen => {
    for (const { target: place } of seen) {
      const chart = charts.get(place);
      if (!chart?.isDrawn || place.clientWidth === 0) continue;
      const changed = chart.layout.yaxis?.scaleanchor || legendRows(place, chart) !== chart.rows || place.clientWidth < 480 !== chart.narrow || lookOf(place).key !== chart.key;
      changed ? show(place, chart) : window.Plotly.Plots.resize(chart.place);
    }
  });
  const whenIdle = window.requestIdleCallback ?? (work => setTimeout(work, 60));
  const drawNext = () => {
    const [place] = waiting;
    if (!place) return;
    draw(place);
    whenIdle(drawNext, { timeout: 1000 });
  };
  const places = document.getElementsByClassName("nca-chart");
  const find = () => {
    for (const place of places) {
      const data = charts.has(place) ? null : place.querySelector("script");
      if (!data) continue;
      try { charts.set(place, { ...JSON.parse(data.textContent), place: place.firstElementChild }); } catch { charts.set(place, null); continue; }
      if (waiting.size === 0) whenIdle(drawNext, { timeout: 1000 });
      waiting.add(place);
      near.observe(place);
    }
  };
  const recolour = () => { for (const place of places) if (charts.get(place)?.isDrawn && lookOf(place).key !== charts.get(place).key) show(place, charts.get(place)); };
  // A host may change the page in several moves.
  let later = 0;
  const themed = () => {
    recolour();
    clearTimeout(later);
    later = setTimeout(recolour, 250);
  };
  const begin = () => {
    if (!window.Plotly) return;
    find();
    new MutationObserver(find).observe(document.body, { childList: true, subtree: true });
    const theme = new MutationObserver(themed);
    for (const element of [document.documentElement, document.body]) theme.observe(element, { attributes: true });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", themed);
    addEventListener("nca-theme", recolour);
    addEventListener("beforeprint", () => [...waiting].forEach(draw));
  };
  window.ncaCharts = () => { if (window.Plotly) find(); };
  // A chart takes its width from its neighbours, so all wait until the page is there.
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", begin) : begin();
})();
