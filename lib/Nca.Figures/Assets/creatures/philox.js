// Philox4x32-10 (Salmon et al. 2011), the same counters as the library's fire masks, so that page and library draw the same masks.
const highWord = (a, b) => {
  const al = a & 0xffff, ah = a >>> 16, bl = b & 0xffff, bh = b >>> 16;
  const middle = ah * bl + (al * bl >>> 16), other = al * bh + (middle & 0xffff);
  return ah * bh + Math.floor(middle / 65536) + Math.floor(other / 65536);
};
const philox = (words, a, b, c, d, low, high) => {
  for (let round = 0; round < 10; round++) {
    const even = highWord(0xD2511F53, a), odd = highWord(0xCD9E8D57, c);
    [a, b, c, d] = [odd ^ b ^ low, Math.imul(0xCD9E8D57, c), even ^ d ^ high, Math.imul(0xD2511F53, a)];
    low = low + 0x9E3779B9 | 0;
    high = high + 0xBB67AE85 | 0;
  }
  words[0] = a; words[1] = b; words[2] = c; words[3] = d;
};
// A cell fires where its word is below this.
const fireThreshold = how => how.update === "stochastic" ? Math.round(how.fireRate * 4294967296) : 4294967296;
const changeScale = how => how.update === "scaled" ? how.fireRate : 1;
