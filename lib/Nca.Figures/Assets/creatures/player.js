// What the reader sees and touches.
const make = (tag, properties = {}, ...children) => {
  const { data = {}, ...rest } = properties, made = document.createElement(tag);
  for (const [name, value] of Object.entries(rest)) name in made ? made[name] = value : made.setAttribute(name, value);
  Object.assign(made.dataset, data);
  made.append(...children);
  return made;
};
const speeds = [1, 2, 5, 10, 15, 20, 30, 45, 60, 120, 240];
const short = value => !Number.isFinite(value) ? "no number" : value >= 0.001 || value === 0 ? value.toPrecision(3) : value.toExponential(1);

// Colour over white as the library's pictures have it; alpha as grey; other channels from blue (-1) over white to orange (1).
const paint = (pixels, { rgba, plane }, channel) => {
  for (let at = 0; at < pixels.length; at += 4) {
    const value = plane[at + (channel & 3)];
    if (channel < 3) {
      const rest = 1 - Math.min(1, Math.max(0, rgba[at + 3]));
      for (let k = 0; k < 3; k++) pixels[at + k] = Math.min(1, Math.max(0, rgba[at + k]) + rest) * 255 + 0.5;
    } else if (channel === 3) {
      pixels[at] = pixels[at + 1] = pixels[at + 2] = 255.5 - 225 * Math.min(1, Math.max(0, value));
    } else {
      const strength = Math.min(1, Math.abs(value)), [red, green, blue] = value < 0 ? [0, 114, 178] : [213, 94, 0];
      pixels[at] = 255.5 - strength * (255 - red);
      pixels[at + 1] = 255.5 - strength * (255 - green);
      pixels[at + 2] = 255.5 - strength * (255 - blue);
    }
    pixels[at + 3] = 255;
  }
};
const measure = (rgba, size, { grid, values }) => {
  let alive = 0, sum = 0, cells = 0;
  for (let at = 3; at < rgba.length; at += 4) if (rgba[at] > aliveThreshold) alive++;
  // The middle of the target's canvas lies on the middle of the grid.
  const shift = (grid >> 1) - (size >> 1);
  for (let y = Math.max(0, -shift); y < Math.min(size, grid - shift); y++) for (let x = Math.max(0, -shift); x < Math.min(size, grid - shift); x++, cells++) {
    const own = 4 * (y * size + x), wanted = 4 * ((y + shift) * grid + x + shift);
    for (let k = 0; k < 4; k++) sum += (rgba[own + k] - values[wanted + k]) ** 2;
  }
  return { alive, error: sum / (4 * cells) };
};

// A page that is still being read is not kept waiting: every creature is unpacked in a turn of its own.
const mount = async root => {
  root.dataset.mounted = "";
  let data, creatures;
  try {
    try { data = JSON.parse(root.querySelector("script").textContent); } catch { damaged("its data are no JSON"); }
    wholeNumber(data.grid, 8, 256, "grid");
    creatures = [];
    for (const each of data.creatures) {
      await pause(0);
      creatures.push(creatureOf(each));
    }
    if (!creatures.length || data.key.length !== 2) damaged("its data are not complete");
  } catch (error) {
    const reason = error instanceof Damaged ? error.message : "its data are not complete";
    root.replaceChildren(make("p", { className: "failed", role: "alert" }, `This creature cannot be shown: ${reason}. Make the page again.`));
    return;
  }

  await pause(0);
  const number = ++mounted, still = matchMedia("(prefers-reduced-motion: reduce)").matches, name = suffix => `nca-life-${number}-${suffix}`;
  const status = make("p", { className: "says", role: "status" });
  const says = text => { status.textContent = text; };
  const hint = make("p", { className: "hint", id: name("hint") }, "Drag to erase; shift-drag to plant seeds. Keys on a canvas: arrows move, Enter acts, S plants, P plays and pauses, full stop steps, R starts again.");
  const cursor = { x: data.grid >> 1, y: data.grid >> 1 };
  let tool = "erase", radius = Math.max(2, Math.round(data.grid / 12));

  const cards = creatures.map((creature, index) => {
    const canvas = make("canvas", { tabIndex: 0, role: "application", "aria-label": `The grid of ${creature.name}`, "aria-describedby": hint.id });
    const [error, alive, badge] = ["span", "span", "button"].map(tag => make(tag));
    badge.type = "button";
    badge.className = "badge";
    badge.textContent = "Not compared with C# yet";
    const line = document.createElementNS("http://www.w3.org/2000/svg", "svg"), curve = document.createElementNS(line.namespaceURI, "polyline");
    for (const [key, value] of Object.entries({ viewBox: "0 0 120 26", preserveAspectRatio: "none", role: "img", "aria-label": "Living cells over the steps" })) line.setAttribute(key, value);
    line.append(curve);
    const ring = make("i", { hidden: true }), box = make("div", { className: "box" }, canvas, ring);
    const facts = make("dl", {}, make("div", {}, make("dt", { title: "Mean squared error of colour and alpha over the target's canvas" }, "MSE"), make("dd", {}, error)), make("div", {}, make("dt", { title: "Cells with alpha above 0.1" }, "Living cells"), make("dd", {}, alive)));
    const card = make("div", { className: "card" }, make("strong", {}, creature.name), box, facts, line, badge);
    badge.addEventListener("click", () => check(index));
    return { card, canvas, box, ring, error, alive, badge, curve, history: [], context: canvas.getContext("2d"), pixels: null, measured: 0 };
  });

  const sparkline = (card, step, alive) => {
    const { history } = card;
    // What is done to a resting creature replaces its last point; a new growth begins a new curve.
    if (history.length && history.at(-1)[0] > step) history.length = 0;
    if (history.length && history.at(-1)[0] === step) history.pop();
    history.push([step, alive]);
    if (history.length > 240) card.history = history.filter((_, index) => index % 2 === 0);
    const [from] = history[0], most = Math.max(1, ...card.history.map(point => point[1]));
    card.curve.setAttribute("points", card.history.map(([at, count]) => `${((at - from) / Math.max(1, step - from) * 120).toFixed(1)},${(25 - 24 * count / most).toFixed(1)}`).join(" "));
  };

  const step = make("span", { className: "step" });
  let rateFrom = [performance.now(), 0];
  const listen = {
    says,
    failed(error) { root.replaceChildren(make("p", { className: "failed", role: "alert" }, `The creature cannot live here: ${error.message}.`)); },
    built() {
      const { size, kind } = habitat.world;
      for (const card of cards) {
        card.canvas.width = card.canvas.height = size;
        card.pixels = card.context.createImageData(size, size);
        card.history.length = 0;
      }
      choices.size.value = size;
      choices.kind.value = kind;
      cursor.x = cursor.y = size >> 1;
      fit();
      if (root.dataset.engine !== kind) { root.dataset.engine = kind; creatures.forEach((_, index) => check(index)); }
    },
    sees(index, view, at) {
      const card = cards[index], { size, layer, playing } = habitat.world, now = performance.now();
      if (!card.pixels || card.pixels.width !== size) return;
      paint(card.pixels.data, view, layer);
      card.context.putImageData(card.pixels, 0, 0);
      if (index === 0) {
        const [since, from] = rateFrom;
        if (at < from || !playing) { rateFrom = [now, at]; rate.textContent = ""; }
        else if (now - since > 1000) { rate.textContent = `${((at - from) * 1000 / (now - since)).toFixed(0)} updates/s`; rateFrom = [now, at]; }
        step.textContent = `Step ${at}`;
        root.dataset.step = at;
      }
      if (playing && now - card.measured < 100 && at > 0) return;
      card.measured = now;
      const { alive, error } = measure(view.rgba, size, creatures[index].target);
      card.error.textContent = short(error);
      card.alive.textContent = alive;
      sparkline(card, at, alive);
    },
  };
  const habitat = habitatOf(data, creatures, listen);
  const check = async index => {
    const { badge } = cards[index], { kind } = habitat.world, { steps } = creatures[index].proof, turn = cards[index].turn = (cards[index].turn ?? 0) + 1;
    badge.dataset.state = "checking";
    badge.textContent = "Comparing with C# …";
    try {
      const largest = await prove(creatures[index], kind, data.key), same = largest <= proofLimit;
      if (turn !== cards[index].turn) return;
      badge.dataset.state = same ? "same" : "other";
      badge.dataset.largest = largest;
      badge.textContent = `${same ? "✓ Same as in C#" : "✗ Not as in C#"}: ${short(largest)} apart after ${steps} steps`;
      badge.title = `Largest difference of any channel of any cell from what the C# engine computed with the same fire masks; allowed are ${proofLimit}. Press to compare again.`;
    } catch (error) {
      if (!(error instanceof LostContext)) throw error;
      root.dataset.engine = "";
    }
  };

  const play = on => {
    habitat.world.playing = on;
    buttons.play.textContent = on ? "Pause" : "Play";
    buttons.play.setAttribute("aria-pressed", String(on));
    rateFrom = [performance.now(), habitat.clock];
    rate.textContent = "";
    habitat.wake();
  };
  const restart = () => { habitat.reset(); says("Back to the seed, with other fire masks."); };
  const one = () => { play(false); habitat.step(1).then(() => says(`Step ${habitat.clock}.`)); };
  const act = (kind, x, y, toX = x, toY = y) => {
    if (kind === "erase") habitat.damage(x, y, radius, toX, toY); else habitat.seed(toX, toY);
    // A drag is one deed to whoever listens.
    if (x === toX && y === toY) says(kind === "erase" ? `Erased around row ${toY}, column ${toX}.` : `Planted at row ${toY}, column ${toX}.`);
  };

  const button = (text, act) => { const made = make("button", { type: "button" }, text); made.addEventListener("click", act); return made; };
  const buttons = { play: button("Play", () => { play(!habitat.world.playing); says(habitat.world.playing ? "Playing." : `Paused at step ${habitat.clock}.`); }), step: button("Step", one), reset: button("Start again", restart) };
  for (const [key, made] of Object.entries(buttons)) made.dataset.act = key;
  const labelled = (text, control, shown = []) => make("label", {}, make("span", {}, text), control, ...shown);
  const slider = (key, min, max, step, value, text, change) => {
    const shown = make("output", {}, text(value)), control = make("input", { type: "range", min, max, step, value, data: { act: key } });
    control.addEventListener("input", () => { shown.textContent = text(Number(control.value)); control.setAttribute("aria-valuetext", shown.textContent); change(Number(control.value)); });
    return [control, [shown]];
  };
  const choice = (key, options, value, change) => {
    const control = make("select", { data: { act: key } }, ...options.map(([value, text]) => make("option", { value }, text)));
    control.value = value;
    control.addEventListener("change", () => change(control.value));
    return control;
  };
  const smallest = Math.min(...creatures.map(({ rule }) => rule.channels));
  const sizes = [...new Set([16, 24, 32, 48, 64, 96, 128, 192, 256, data.grid])].sort((a, b) => a - b), owns = new Set(creatures.map(({ own }) => own.update)), rates = new Set(creatures.map(({ own }) => own.fireRate));
  const choices = {
    layer: choice("layer", [[0, "Colour"], [3, "Alpha"], ...Array.from({ length: smallest - 4 }, (_, k) => [k + 4, `Hidden channel ${k + 4}`])], 0, value => habitat.alter({ layer: Number(value) })),
    update: choice("update", [...(owns.size > 1 ? [["", "Each its own"]] : []), ["stochastic", "Stochastic"], ["synchronous", "Synchronous"], ["scaled", "Scaled by the fire rate"]], owns.size > 1 ? "" : creatures[0].own.update, value => habitat.alter({ update: value || null })),
    size: choice("size", sizes.map(size => [size, `${size} × ${size}`]), data.grid, value => { habitat.alter({ size: Number(value) }).then(() => says(`Grid of ${value} × ${value} cells.`)); }),
    kind: choice("kind", [["webgl2", "WebGL2"], ["plain", "JavaScript"]], "plain", value => { habitat.alter({ kind: value }).then(() => { if (habitat.world.kind !== value) says("This browser has no WebGL2 that draws into floating-point textures; plain JavaScript goes on."); }); }),
  };
  const rate = make("span", { className: "rate" });
  const radio = (value, text) => {
    const control = make("input", { type: "radio", name: name("tool"), value, checked: value === tool, data: { act: value } });
    control.addEventListener("change", () => { tool = value; });
    return make("label", {}, control, make("span", {}, text));
  };
  const wound = ({ name, text, draw }) => {
    const made = button(text, () => habitat.wound(seen => draw(seen, data.wounds)).then(() => says(`${text}: at step ${habitat.clock}.`)));
    made.dataset.wound = name;
    return made;
  };
  const speedAt = Math.max(0, speeds.findIndex(speed => speed >= data.speed));
  root.classList.toggle("alone", cards.length === 1);
  root.replaceChildren(make("div", { className: "cards" }, ...cards.map(({ card }) => card)), make("div", { className: "panel" },
    make("div", { className: "tools" }, step, rate),
    make("div", { className: "tools" }, buttons.play, buttons.step, buttons.reset, make("fieldset", {}, make("legend", {}, "Touch"), radio("erase", "Erase"), radio("plant", "Plant seeds"))),
    ...(data.wounds > 0 ? [make("div", { className: "tools", role: "group", "aria-label": "Wounds" }, ...woundKinds.map(wound))] : []),
    make("div", { className: "tools" },
      labelled("Speed", ...slider("speed", 0, speeds.length - 1, 1, speedAt, value => `${speeds[value]}/s`, value => { habitat.world.rate = speeds[value]; })),
      labelled("Brush", ...slider("brush", 1, 16, 1, radius, value => `${value}`, value => { radius = value; })),
      labelled("Show", choices.layer)),
    make("details", {}, make("summary", {}, "More"), make("div", { className: "tools" },
      labelled("Update", choices.update),
      labelled("Fire rate", ...slider("fireRate", 0.05, 1, 0.05, creatures[0].own.fireRate, value => rates.size > 1 && habitat.world.fireRate === null && value === creatures[0].own.fireRate ? "own" : value.toFixed(2), value => { habitat.alter({ fireRate: value }); })),
      labelled("Grid", choices.size), labelled("Engine", choices.kind))),
    hint, status));

  // Every cell covers whole pixels of the screen, whatever its density.
  const fit = () => {
    const { size } = habitat.world, density = devicePixelRatio || 1, gap = 16, width = Math.floor(root.getBoundingClientRect().width);
    const columns = Math.min(cards.length, Math.max(1, Math.floor((width + gap) / (150 + gap)))), room = Math.floor((width - gap * (columns - 1)) / columns) - 2;
    const wanted = Math.min(room, data.zoom * data.grid), pixels = Math.floor(wanted * density / size);
    for (const { card, canvas } of cards) {
      const side = pixels > 0 ? pixels * size / density : room;
      canvas.style.width = canvas.style.height = `${side}px`;
      card.style.width = `${Math.max(side + 2, Math.min(room + 2, 240))}px`;
    }
  };
  const showRing = on => {
    const { size } = habitat.world, share = value => `${100 * value / size}%`;
    for (const { ring } of cards) {
      ring.hidden = !on;
      const reach = tool === "erase" ? radius : 0.5;
      Object.assign(ring.style, { left: share(cursor.x + 0.5 - reach), top: share(cursor.y + 0.5 - reach), width: share(2 * reach), height: share(2 * reach) });
    }
  };
  const cellOf = (canvas, event) => {
    const { size } = habitat.world, box = canvas.getBoundingClientRect(), inside = value => Math.min(size - 1, Math.max(0, Math.floor(value * size)));
    return [inside((event.clientX - box.left) / box.width), inside((event.clientY - box.top) / box.height)];
  };
  for (const { canvas } of cards) {
    let last = null;
    const touch = event => {
      const [x, y] = cellOf(canvas, event);
      Object.assign(cursor, { x, y });
      showRing(true);
      if (!last) return;
      const [fromX, fromY, kind] = last;
      // Seeds need room of their own.
      if (x === fromX && y === fromY || kind === "plant" && Math.hypot(x - fromX, y - fromY) < 12) return;
      act(kind, fromX, fromY, x, y);
      last = [x, y, kind];
    };
    canvas.addEventListener("pointerdown", event => {
      if (event.button !== 0) return;
      canvas.setPointerCapture(event.pointerId);
      touch(event);
      last = [cursor.x, cursor.y, event.shiftKey ? "plant" : tool];
      act(last[2], cursor.x, cursor.y);
    });
    canvas.addEventListener("pointermove", touch);
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { last = null; });
    canvas.addEventListener("pointerleave", () => showRing(document.activeElement === canvas && canvas.matches(":focus-visible")));
    canvas.addEventListener("focus", () => showRing(canvas.matches(":focus-visible")));
    canvas.addEventListener("blur", () => showRing(false));
    canvas.addEventListener("keydown", event => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const { size } = habitat.world, move = (x, y) => { cursor.x = Math.min(size - 1, Math.max(0, cursor.x + x)); cursor.y = Math.min(size - 1, Math.max(0, cursor.y + y)); };
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const does = {
        ArrowLeft: () => move(-1, 0), ArrowRight: () => move(1, 0), ArrowUp: () => move(0, -1), ArrowDown: () => move(0, 1),
        Enter: () => act(event.shiftKey ? "plant" : tool, cursor.x, cursor.y), s: () => act("plant", cursor.x, cursor.y),
        p: () => buttons.play.click(), ".": one, r: restart,
      }[key];
      if (!does) return;
      event.preventDefault();
      does();
      showRing(true);
    });
  }
  new ResizeObserver(fit).observe(root);
  let wanted = data.plays && !still;
  new IntersectionObserver(([seen]) => {
    habitat.world.visible = seen.isIntersecting;
    if (seen.isIntersecting) { begin(); habitat.wake(); }
  }, { threshold: 0.05 }).observe(root.firstElementChild);
  // The first look at the graphics card waits until somebody looks at the creature.
  const begin = () => {
    if (!habitat.isBuilt) habitat.world.kind = root.dataset.wish ?? (graphics.context() && !graphics.isSoftware ? "webgl2" : "plain");
    if (wanted) play(true);
    wanted = false;
  };
  addEventListener("nca-graphics-back", () => { root.dataset.engine = ""; });
  root.life = habitat;
};
let mounted = 0;
window.ncaCreatures = { graphics, philox, mount: () => { for (const root of document.querySelectorAll(".nca-life:not([data-mounted])")) mount(root); } };
