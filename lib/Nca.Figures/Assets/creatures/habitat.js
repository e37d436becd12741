// Creatures that share a clock, a grid and every deed. One loop alone touches the engines; whoever wants something of them asks.
const engineOf = (kind, rule, size, masks) => kind === "webgl2" ? webglEngine(rule, size, masks) : plainEngine(rule, size, masks);
const nextFrame = () => new Promise(go => {
  // A hidden page has no frames.
  const late = setTimeout(go, 200);
  requestAnimationFrame(() => { clearTimeout(late); go(); });
});

const habitatOf = (data, creatures, listen) => {
  const masks = { key: data.key, iteration: 0 }, tasks = [], finished = [], world = { kind: "plain", size: data.grid, layer: 0, rate: data.speed, update: null, fireRate: null, playing: false, visible: false };
  let engines = null, clock = 0, shown = -1, running = false, lost = false, ended = false, kept = null, keptAt = 0;
  const howOf = index => ({ update: world.update ?? creatures[index].own.update, fireRate: world.fireRate ?? creatures[index].own.fireRate });
  const lives = () => world.playing && world.visible && !document.hidden;

  const build = async (kind, size, states) => {
    if (kind === "webgl2" && !graphics.context()) kind = "plain";
    for (const engine of engines ?? []) engine.end();
    engines = null;
    try {
      engines = await Promise.all(creatures.map(({ rule }) => engineOf(kind, rule, size, masks)));
    } catch (error) {
      if (kind === "plain" || error instanceof LostContext) throw error;
      listen.says(`WebGL2 does not serve here (${error.message}); plain JavaScript takes over.`);
      return build("plain", size, states);
    }
    [world.kind, world.size, shown] = [kind, size, -1];
    if (states) states.forEach((values, index) => engines[index].load(values, clock));
    listen.built();
  };

  // The same cells on a larger or smaller grid, its middle staying the middle.
  const moved = (values, from, to, channels) => {
    const result = new Float32Array(to * to * channels), shift = (from >> 1) - (to >> 1);
    for (let y = Math.max(0, -shift); y < Math.min(to, from - shift); y++) for (let x = Math.max(0, -shift); x < Math.min(to, from - shift); x++) {
      const at = ((y + shift) * from + x + shift) * channels;
      result.set(values.subarray(at, at + channels), (y * to + x) * channels);
    }
    return result;
  };
  const states = () => Promise.all(engines.map(engine => engine.state()));

  // Steps until the goal or the deadline; no creature is ahead of another by more than a step.
  const burst = (goal, deadline) => {
    for (let issued = 0; clock < goal && issued < 16; issued++) {
      engines.forEach((engine, index) => engine.step(clock + 1, howOf(index), deadline));
      if (engines.some(engine => engine.steps <= clock)) return;
      clock++;
      if (performance.now() > deadline) return;
    }
  };
  const show = async () => {
    if (shown === clock) return;
    const at = clock, views = await Promise.all(engines.map(engine => engine.look(world.layer >> 2)));
    shown = at;
    views.forEach((view, index) => listen.sees(index, view, at));
  };
  // What a lost context would take with it.
  const keep = async now => {
    [kept, keptAt] = [{ clock, states: await states() }, now];
  };
  const recover = async () => {
    lost = false;
    listen.says("The graphics context was lost; waiting for another.");
    for (let waited = 0; graphics.isLost && waited < 3000; waited += 50) await pause(50);
    engines = null;
    clock = kept?.clock ?? 0;
    await build(graphics.isLost ? "plain" : "webgl2", world.size, kept?.states);
    listen.says(`The graphics context was lost. The ${creatures.length > 1 ? "creatures go" : "creature goes"} on from step ${clock}${world.kind === "plain" ? " in plain JavaScript" : ""}.`);
  };

  const live = async () => {
    if (running || ended) return;
    running = true;
    let before = performance.now(), owed = 0, pace = 4;
    while (!ended && (lost || tasks.length || lives() || !engines || shown !== clock)) {
      await nextFrame();
      const now = performance.now();
      owed = lives() ? Math.min(owed + (now - before) * world.rate / 1000, Math.max(1, world.rate / 10)) : 0;
      before = now;
      try {
        if (lost) await recover();
        if (!engines) await build(world.kind, world.size, null);
        while (tasks.length) {
          const { task, done, fail } = tasks[0];
          try {
            const result = await task();
            finished.push(() => done(result));
          } catch (error) {
            if (error instanceof LostContext) throw error;
            fail(error);
          }
          tasks.shift();
        }
        // Who is behind takes several slices of a frame, and lets others have the thread between them.
        for (let slice = 0; owed >= 1 && slice < (world.kind === "plain" ? 4 : 1); slice++) {
          if (slice > 0) await pause(0);
          const from = clock;
          burst(clock + Math.min(pace, Math.floor(owed)), performance.now() + 10);
          owed -= clock - from;
        }
        await show();
        // Whoever asked hears of it when it can be seen.
        while (finished.length) finished.shift()();
        // A slow graphics card gets less to do at a time, so that a touch is seen soon.
        pace = world.kind === "webgl2" && performance.now() - now > 40 ? Math.max(1, pace >> 1) : Math.min(16, pace + 1);
        if (world.kind === "webgl2" && (performance.now() - keptAt > 2000 || !tasks.length && !lives() && !(kept?.fresh))) {
          await keep(performance.now());
          kept.fresh = !lives();
        }
      } catch (error) {
        if (error instanceof LostContext) lost = true;
        else { ended = true; listen.failed(error); }
      }
    }
    running = false;
  };
  const ask = task => new Promise((done, fail) => {
    if (kept) kept.fresh = false;
    tasks.push({ task, done, fail });
    live();
  });
  const deed = act => ask(() => { engines.forEach(act); shown = -1; });
  addEventListener("nca-graphics-lost", () => { if (world.kind === "webgl2" && engines) { lost = true; live(); } });

  document.addEventListener("visibilitychange", live);

  return {
    world, wake: live,
    get isBuilt() { return engines !== null; },
    get clock() { return clock; },
    // Steps, as many as wanted, each as soon as it can be.
    step: (count = 1) => ask(async () => {
      const goal = clock + count;
      for (;;) {
        burst(goal, performance.now() + 10);
        if (clock >= goal) return;
        await (world.kind === "webgl2" ? graphics.done() : pause(0));
      }
    }),
    seed: (x, y) => deed(engine => engine.seed({ x, y })),
    damage: (x, y, radius, toX = x, toY = y) => deed(engine => engine.damage({ x, y, radius, toX, toY })),
    paint: (x, y, radius, colour) => deed(engine => engine.paint({ x, y, radius, colour })),
    // A wound is drawn once, on the first creature, and falls on all.
    wound: draw => ask(async () => {
      const before = await states(), { size } = world;
      const change = draw({ values: before[0], size, channels: creatures[0].rule.channels });
      before.forEach((values, index) => {
        const { channels } = creatures[index].rule;
        for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) change(values.subarray((y * size + x) * channels, (y * size + x + 1) * channels), x, y);
        engines[index].load(values, engines[index].steps);
      });
      shown = -1;
    }),
    // Back to the seed, by default with other fire masks than before.
    reset: (sameMasks = false) => ask(() => {
      if (!sameMasks) masks.iteration++;
      [clock, shown] = [0, -1];
      for (const engine of engines) engine.reset();
    }),
    state: (index = 0) => ask(async () => ({ size: world.size, channels: creatures[index].rule.channels, steps: clock, values: await engines[index].state() })),
    alter: changes => ask(async () => {
      const { kind = world.kind, size = world.size, ...rest } = changes;
      Object.assign(world, rest);
      shown = -1;
      if (kind === world.kind && size === world.size) { for (const engine of engines) engine.restart(); return; }
      const before = await states();
      await build(kind, size, before.map((values, index) => moved(values, world.size, size, creatures[index].rule.channels)));
    }),
  };
};
