// A creature's data, checked and unpacked. Whatever is wrong becomes one sentence.
class Damaged extends Error { }
const damaged = what => { throw new Damaged(what); };
const bytesOf = (text, length, name) => {
  let letters;
  try { letters = atob(text); } catch { damaged(`its ${name} are not base 64`); }
  if (letters.length !== length) damaged(`its ${name} have ${letters.length} bytes instead of ${length}`);
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at++) bytes[at] = letters.charCodeAt(at);
  return bytes;
};
// Every machine with a browser is little-endian, as the data are.
const floatsOf = (text, count, name) => {
  const values = new Float32Array(bytesOf(text, 4 * count, name).buffer);
  for (let at = 0; at < count; at++) if (!Number.isFinite(values[at])) damaged(`its ${name} hold something that is no number`);
  return values;
};
const wholeNumber = (value, low, high, name) => Number.isInteger(value) && value >= low && value <= high ? value : damaged(`its ${name} is ${value}, not a whole number from ${low} to ${high}`);

// f(p) = second · relu(first · p + bias) + last for p = [s, ∂x s, ∂y s], channels padded to whole vectors of four. Sobel scale and the listing's
// order of responses are folded into the first layer.
const ruleOf = data => {
  const channels = wholeNumber(data.channels, 4, 256, "number of channels"), hidden = wholeNumber(data.hidden, 1, 4096, "number of hidden units");
  const weights = floatsOf(data.weights, hidden * (4 * channels + 1) + channels, "weights"), lanes = channels + 3 & ~3;
  const first = new Float64Array(hidden * 3 * lanes), second = new Float64Array(hidden * lanes), last = new Float64Array(lanes), empty = new Float64Array(lanes);
  const biasAt = hidden * 3 * channels, secondAt = biasAt + hidden, lastAt = secondAt + channels * hidden;
  const bias = Float64Array.from(weights.subarray(biasAt, secondAt));
  for (let unit = 0; unit < hidden; unit++) {
    for (let input = 0; input < 3 * channels; input++) {
      const response = input - channels;
      const block = response < 0 ? 0 : response < channels ? 1 : 2;
      const channel = block === 0 ? input : data.listing ? response >> 1 : response % channels;
      first[(unit * 3 + block) * lanes + channel] += weights[unit * 3 * channels + input] * (block === 0 ? 1 : Math.fround(data.sobel));
    }
    for (let channel = 0; channel < channels; channel++) second[unit * lanes + channel] = weights[secondAt + channel * hidden + unit];
  }
  last.set(weights.subarray(lastAt));
  // What happens in empty space.
  for (let channel = 0; channel < channels; channel++) {
    empty[channel] = last[channel];
    for (let unit = 0; unit < hidden; unit++) empty[channel] += second[unit * lanes + channel] * Math.max(0, bias[unit]);
  }
  return { channels, hidden, lanes, first, bias, second, last, empty, before: !!data.before, clamp: !!data.clamp };
};

const targetOf = data => {
  const grid = wholeNumber(data.grid, 1, 1024, "target's grid"), cells = grid * grid, present = bytesOf(data.present, cells + 7 >> 3, "target's cells");
  const list = [];
  for (let cell = 0; cell < cells; cell++) if (present[cell >> 3] >> (cell & 7) & 1) list.push(cell);
  const bytes = bytesOf(data.rgba, 4 * list.length, "target's colours"), values = new Float32Array(4 * cells);
  list.forEach((cell, index) => {
    const alpha = Math.fround(bytes[4 * index + 3] / 255);
    for (let channel = 0; channel < 4; channel++) values[4 * cell + channel] = Math.fround(bytes[4 * index + channel] / 255) * (data.straight && channel < 3 ? alpha : 1);
  });
  return { grid, values };
};

const creatureOf = data => {
  const { name, update, fireRate, sobel, channels, proof: { grid, steps, state } } = data;
  if (!["stochastic", "synchronous", "scaled"].includes(update)) damaged(`its update is ${update}`);
  if (!(fireRate > 0 && fireRate <= 1)) damaged(`its fire rate is ${fireRate}, not above 0 up to 1`);
  if (!Number.isFinite(sobel)) damaged(`its Sobel scale is ${sobel}`);
  const rule = ruleOf(data), cells = wholeNumber(grid, 8, 256, "proof's grid") ** 2;
  return { name, rule, target: targetOf(data.target), own: { update, fireRate }, proof: { grid, steps: wholeNumber(steps, 1, 1000, "proof's length"), state: floatsOf(state, cells * channels, "proof") } };
};

// A cell is hit when it lies nearer than the radius to the way from (x, y) to (toX, toY); a seed hits one cell.
const isHit = (deed, x, y) => {
  const { radius = 0.5, toX = deed.x, toY = deed.y } = deed, dx = toX - deed.x, dy = toY - deed.y, length = dx * dx + dy * dy;
  const along = length > 0 ? Math.min(1, Math.max(0, ((x - deed.x) * dx + (y - deed.y) * dy) / length)) : 0;
  return (x - deed.x - along * dx) ** 2 + (y - deed.y - along * dy) ** 2 < radius * radius;
};
