// The automaton in plain JavaScript: only cells near life are computed, and a step may be done in slices.
// Cells lie in rows with a border of one empty cell, a cell's channels beside each other.
const aliveThreshold = Math.fround(0.1);

const plainEngine = (rule, size, masks) => {
  const { lanes, hidden, first, bias, second, last } = rule, inputs = 3 * lanes, pitch = size + 2, cells = pitch * pitch;
  const state = new Float32Array(cells * lanes), change = new Float32Array(size * size * lanes), perceived = new Float64Array(inputs), sum = new Float64Array(lanes);
  const [alive, occupied, mature, needed, survivors, sideways] = Array.from({ length: 6 }, () => new Uint8Array(cells));
  const firing = new Int32Array(size * size), words = new Uint32Array(4);
  let steps = 0, count = 0, next = -1, how;

  // A set becomes another one widened by one cell in every direction.
  const widen = (set, other) => {
    for (let cell = pitch; cell < cells - pitch; cell++) sideways[cell] = other[cell - 1] | other[cell] | other[cell + 1];
    for (let y = 1; y <= size; y++) for (let x = 1, cell = y * pitch + 1; x <= size; x++, cell++) set[cell] = sideways[cell - pitch] | sideways[cell] | sideways[cell + pitch];
  };
  const survey = () => {
    for (let cell = 0; cell < cells; cell++) {
      alive[cell] = state[cell * lanes + 3] > aliveThreshold ? 1 : 0;
      occupied[cell] = 0;
      for (let at = cell * lanes; at < (cell + 1) * lanes; at++) if (state[at] !== 0) { occupied[cell] = 1; break; }
    }
    next = -1;
  };

  const begin = () => {
    if (rule.before) { widen(mature, alive); widen(needed, mature); }
    else if (rule.empty[3] <= aliveThreshold) { widen(needed, occupied); widen(needed, needed); }
    else needed.fill(1);
    const threshold = fireThreshold(how);
    let block = -1;
    count = next = 0;
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        const place = (y + 1) * pitch + x + 1, cell = y * size + x;
        if (!needed[place]) continue;
        if (cell >> 2 !== block) philox(words, block = cell >> 2, steps, 0, masks.iteration, masks.key[0], masks.key[1]);
        if (words[cell & 3] < threshold) firing[count++] = place;
      }
    }
  };

  const propose = index => {
    const row = pitch * lanes;
    for (let k = 0, at = firing[index] * lanes; k < lanes; k++, at++) {
      const a = state[at - row - lanes], b = state[at - row], c = state[at - row + lanes], d = state[at - lanes], e = state[at + lanes];
      const f = state[at + row - lanes], g = state[at + row], h = state[at + row + lanes];
      perceived[k] = state[at];
      perceived[lanes + k] = c - a + 2 * (e - d) + (h - f);
      perceived[2 * lanes + k] = f - a + 2 * (g - b) + (h - c);
    }
    sum.set(last);
    for (let unit = 0, at = 0; unit < hidden; unit++) {
      let s0 = bias[unit], s1 = 0, s2 = 0, s3 = 0;
      for (let i = 0; i < inputs; i += 4, at += 4) {
        s0 += first[at] * perceived[i];
        s1 += first[at + 1] * perceived[i + 1];
        s2 += first[at + 2] * perceived[i + 2];
        s3 += first[at + 3] * perceived[i + 3];
      }
      const value = s0 + s1 + (s2 + s3);
      if (value > 0) for (let k = 0, place = unit * lanes; k < lanes; k++, place++) sum[k] += second[place] * value;
    }
    change.set(sum, index * lanes);
  };

  const finish = () => {
    const scale = changeScale(how);
    for (let index = 0, from = 0; index < count; index++) {
      const place = firing[index];
      for (let at = place * lanes; at < (place + 1) * lanes; at++, from++) state[at] += change[from] * scale;
      alive[place] = state[place * lanes + 3] > aliveThreshold ? 1 : 0;
      occupied[place] = 1;
    }
    widen(survivors, alive);
    for (let place = pitch; place < cells - pitch; place++) {
      if (!occupied[place]) continue;
      const at = place * lanes;
      if (!survivors[place] || rule.before && !mature[place]) {
        state.fill(0, at, at + lanes);
        alive[place] = occupied[place] = 0;
      } else if (rule.clamp) for (let k = at; k < at + 4; k++) state[k] = Math.min(1, Math.max(0, state[k]));
    }
    steps++;
    next = -1;
  };

  // A deed in the middle of a step begins that step again: its fire masks are the same.
  const deed = (given, act) => {
    for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) if (isHit(given, x, y)) {
      const at = ((y + 1) * pitch + x + 1) * lanes;
      act(state.subarray(at, at + rule.channels));
    }
    survey();
  };

  const engine = {
    get steps() { return steps; },
    // Advances to a step, or as far as it gets until the deadline.
    step(goal, given, deadline = Infinity) {
      how = given;
      while (steps < goal) {
        if (next < 0) begin();
        for (; next < count; next++) {
          if ((next & 15) === 15 && performance.now() > deadline) return;
          propose(next);
        }
        finish();
        if (performance.now() > deadline) return;
      }
    },
    restart() { next = -1; },
    seed(at) { deed({ x: at.x, y: at.y }, cell => { cell.fill(0, 0, 3); cell.fill(1, 3); }); },
    damage(given) { deed(given, cell => cell.fill(0)); },
    paint(given) { deed(given, cell => cell.set(given.colour)); },
    reset() { state.fill(0); survey(); steps = 0; engine.seed({ x: size >> 1, y: size >> 1 }); },
    load(values, step) {
      const { channels } = rule;
      state.fill(0);
      for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) state.set(values.subarray((y * size + x) * channels, (y * size + x + 1) * channels), ((y + 1) * pitch + x + 1) * lanes);
      steps = step;
      survey();
    },
    // Numbers of every cell in rows, shape [size, size, channels].
    async state() {
      const { channels } = rule, values = new Float32Array(size * size * channels);
      for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) {
        const at = ((y + 1) * pitch + x + 1) * lanes;
        values.set(state.subarray(at, at + channels), (y * size + x) * channels);
      }
      return values;
    },
    // Colour and alpha, and four channels of which one is wanted.
    async look(layer) {
      const take = from => {
        const values = new Float32Array(size * size * 4);
        for (let y = 0; y < size; y++) for (let x = 0, at = ((y + 1) * pitch + 1) * lanes + 4 * from, to = y * size * 4; x < size; x++, at += lanes, to += 4) {
          values[to] = state[at]; values[to + 1] = state[at + 1]; values[to + 2] = state[at + 2]; values[to + 3] = state[at + 3];
        }
        return values;
      };
      const rgba = take(0);
      return { rgba, plane: layer > 0 ? take(layer) : rgba };
    },
    end() { },
  };
  engine.reset();
  return engine;
};
