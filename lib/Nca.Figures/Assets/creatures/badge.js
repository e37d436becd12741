// The proof that page and library compute the same creature: the page grows the seed on the proof's small grid, whose border the creature
// reaches, and compares every number with the library's. Where numbers exceed 10, as those of rules that nobody trained may, a difference counts
// for as much less as single precision holds less.
const proofLimit = 1e-4;
const largestDifference = (values, expected) => {
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value) / 10), 1);
  let largest = 0;
  expected.forEach((value, index) => {
    const difference = Math.abs(values[index] - value) / scale;
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
  });
  return largest;
};
const prove = async ({ rule, own, proof }, kind, key) => {
  const engine = await engineOf(kind, rule, proof.grid, { key, iteration: 0 });
  try {
    while (engine.steps < proof.steps) {
      await (kind === "plain" ? pause(0) : graphics.done());
      engine.step(kind === "plain" ? proof.steps : Math.min(proof.steps, engine.steps + 8), own, performance.now() + 8);
    }
    return largestDifference(await engine.state(), proof.state);
  } finally {
    engine.end();
  }
};
