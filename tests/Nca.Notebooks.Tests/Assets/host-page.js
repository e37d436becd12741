// A page that shows outputs as notebook front ends do.
const host = window.host = {
  // What VS Code and JupyterLab set when a theme is chosen: first the body, then the variables, all new.
  theme(theme) {
    const { body, documentElement: root } = document;
    body.className = theme.bodyClass ?? "";
    theme.jupyterLight === undefined ? delete body.dataset.jpThemeLight : body.dataset.jpThemeLight = theme.jupyterLight;
    for (const name of [...root.style]) root.style.removeProperty(name);
    for (const [name, value] of Object.entries(theme.variables)) root.style.setProperty(name, value);
    host.isJupyter = theme.jupyterLight !== undefined;
    // VS Code's page is transparent, the editor is behind it: here for whoever looks at a picture of it.
    root.style.background = host.isJupyter ? "" : "var(--vscode-editor-background)";
  },
  // A piece of the page for an output; scripts in it do not run until they are made anew.
  show(html) {
    const cell = document.body.appendChild(document.createElement("div")), element = document.createElement("div");
    cell.className = host.isJupyter ? "jp-OutputArea-output jp-RenderedHTMLCommon" : "output";
    element.innerHTML = html;
    cell.append(element);
    for (const inert of [...element.getElementsByTagName("script")]) {
      const script = document.createElement("script");
      if (inert.type) script.type = inert.type;
      script.text = inert.textContent;
      // JupyterLab puts it in the inert one's place, VS Code behind everything for a moment.
      host.isJupyter ? inert.replaceWith(script) : element.appendChild(script).remove();
    }
    return cell;
  },
  // What is left of an output that a front end does not trust.
  showUntrusted(html) {
    const cell = host.show("");
    cell.innerHTML = html;
    for (const forbidden of cell.querySelectorAll("script, style, canvas, button, select, input")) forbidden.remove();
    for (const element of cell.querySelectorAll("*")) { element.removeAttribute("style"); element.removeAttribute("role"); element.removeAttribute("class"); }
    return cell;
  },
};

// How much everything that is seen stands out from what it is on, by the formula of WCAG 2.
window.contrasts = () => {
  const brush = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const rgba = text => {
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = text;
    brush.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = brush.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const over = ([r, g, b, a], under) => [r, g, b].map((value, at) => value * a + under[at] * (1 - a));
  const light = colour => colour.map(value => value / 255).map(value => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4).reduce((sum, value, at) => sum + value * [0.2126, 0.7152, 0.0722][at], 0);
  const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
  const behind = element => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.unshift(rgba(getComputedStyle(at).backgroundColor));
    return layers.reduce((under, layer) => over(layer, under), [255, 255, 255]);
  };
  const seen = element => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && element.getClientRects().length > 0;
  const opacity = element => { let product = 1; for (let at = element; at; at = at.parentElement) product *= Number(getComputedStyle(at).opacity); return product; };
  const found = [], note = (kind, element, colour, extra = 1) => {
    const [r, g, b, a] = rgba(colour), paper = behind(element);
    const what = `${kind} <${element.tagName.toLowerCase()} ${element.getAttribute("class") ?? ""}> "${(element.textContent ?? "").trim().slice(0, 30)}" ${colour} on ${paper.map(Math.round)}`;
    found.push({ kind, what, ratio: ratio(over([r, g, b, a * opacity(element) * extra], paper), paper) });
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || element.closest("script, style, option, .modebar") || !seen(element)) continue;
    const style = getComputedStyle(element);
    note("text", element, element.closest("svg") ? style.fill : style.color);
  }
  for (const control of document.querySelectorAll("button, select")) if (seen(control)) {
    const style = getComputedStyle(control), around = behind(control.parentElement), border = over(rgba(style.borderTopColor), around);
    found.push({ kind: "control", what: `control ${control.outerHTML.slice(0, 80)} ${style.borderTopColor} on ${around.map(Math.round)}`, ratio: ratio(border, around) });
  }
  for (const option of document.querySelectorAll("option")) {
    const style = getComputedStyle(option);
    note("text", option, style.color);
  }
  for (const input of document.querySelectorAll("input")) if (seen(input)) note("control", input, getComputedStyle(input).accentColor);
  for (const path of document.querySelectorAll(".scatterlayer path.js-line, .errorbars path, .nca-live polyline, .nca-life polyline")) {
    const style = getComputedStyle(path);
    if (style.stroke !== "none" && !path.closest(".nca-chart")?.querySelector(".hm")) note("series", path, style.stroke, Number(style.strokeOpacity));
  }
  for (const path of document.querySelectorAll(".scatterlayer path.point")) {
    const style = getComputedStyle(path), filled = Number(style.fillOpacity) > 0 && style.fill !== "none" && rgba(style.fill)[3] > 0;
    note("series", path, filled ? style.fill : style.stroke);
  }
  for (const bar of document.querySelectorAll(".nca-live .progress span")) note("series", bar.parentElement, getComputedStyle(bar).backgroundColor);
  for (const line of document.querySelectorAll(".xgrid, .ygrid, .nca-live .grid")) note("grid", line, getComputedStyle(line).stroke, Number(getComputedStyle(line).strokeOpacity));
  return found;
};
