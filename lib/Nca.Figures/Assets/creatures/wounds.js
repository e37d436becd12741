// Wounds at the press of a button, with the sizes of the library's: each is drawn for a seen state and a picture's side, and says what becomes of
// a cell. Cells are alive above the same threshold; a seed is planted in one cell.
const livingOf = ({ values, size, channels }) => {
  const cells = [];
  for (let cell = 0; cell < size * size; cell++) if (values[cell * channels + 3] > aliveThreshold) cells.push([cell % size, Math.floor(cell / size)]);
  return cells;
};
const anyOf = list => list[Math.floor(Math.random() * list.length)];
const isIn = (x, y, [atX, atY], radius) => (x - atX) ** 2 + (y - atY) ** 2 < radius * radius;
const erasing = hits => (cell, x, y) => { if (hits(x, y)) cell.fill(0); };
const changing = act => cell => { if (cell[3] > aliveThreshold) act(cell); };
const middleOf = size => [size >> 1, size >> 1];
const nothing = () => { };
const discAt = (place, radius) => place ? erasing((x, y) => isIn(x, y, place, radius)) : nothing;

const woundKinds = [
  { name: "disc", text: "Disc", draw: (seen, side) => discAt(anyOf(livingOf(seen)), 0.2 * side) },
  { name: "large-disc", text: "Large disc", draw: (seen, side) => discAt(anyOf(livingOf(seen)), 0.4 * side) },
  { name: "centre", text: "Large disc in the centre", draw: (seen, side) => discAt(middleOf(seen.size), 0.4 * side) },
  {
    name: "half", text: "Half",
    draw: seen => {
      const alive = livingOf(seen), turn = 2 * Math.PI * Math.random(), mean = k => alive.reduce((sum, cell) => sum + cell[k], 0) / alive.length;
      if (!alive.length) return nothing;
      const [middleX, middleY] = [mean(0), mean(1)];
      return erasing((x, y) => (y - middleY) * Math.sin(turn) + (x - middleX) * Math.cos(turn) > 0);
    },
  },
  {
    name: "swipes", text: "Five swipes",
    draw: ({ size }, side) => {
      const high = Math.max(1, Math.round(0.05 * side)), period = Math.max(high, Math.floor(side / 5)), top = (size >> 1) - (side >> 1) + Math.floor(Math.random() * period);
      return erasing((_, y) => y >= top && y < top + 5 * period && (y - top) % period < high);
    },
  },
  { name: "all-but-core", text: "All but the core", draw: ({ size }, side) => erasing((x, y) => !isIn(x, y, middleOf(size), 0.125 * side)) },
  { name: "scattered", text: "A quarter of the cells", draw: () => erasing(() => Math.random() < 0.25) },
  { name: "noise", text: "Noise", draw: () => changing(cell => { for (let k = 0; k < cell.length; k++) cell[k] += 0.6 * Math.random() - 0.3; }) },
  { name: "hidden-zeroed", text: "Hidden channels zeroed", draw: () => changing(cell => cell.fill(0, 4)) },
  { name: "colour-zeroed", text: "Colours zeroed", draw: () => changing(cell => cell.fill(0, 0, 3)) },
  {
    name: "seed-inside", text: "A seed inside",
    draw: seen => {
      const place = anyOf(livingOf(seen));
      return place ? (cell, x, y) => { if (x === place[0] && y === place[1]) { cell.fill(0, 0, 3); cell.fill(1, 3); } } : nothing;
    },
  },
];
