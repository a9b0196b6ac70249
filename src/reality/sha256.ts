/** The first 32 bits of the fractional parts of the roots of the first primes (FIPS 180-4). */
const primes = ((): readonly number[] => {
  const found: number[] = [];
  for (let candidate = 2; found.length < 64; candidate++) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  }
  return found;
})();
const fraction = (root: number): number => Math.floor((root - Math.floor(root)) * 2 ** 32) | 0;
const rounds = primes.map((prime) => fraction(Math.cbrt(prime)));
const start = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));

const rotate = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits));

/** The SHA-256 of a text in UTF-8, in lower-case hex. Here because this stage takes nothing from Node. */
export function sha256(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const size = (((bytes.length + 8) >> 6) + 1) << 6;
  const block = new DataView(new ArrayBuffer(size));
  bytes.forEach((byte, index) => {
    block.setUint8(index, byte);
  });
  block.setUint8(bytes.length, 0x80);
  block.setUint32(size - 8, Math.floor((bytes.length * 8) / 2 ** 32));
  block.setUint32(size - 4, (bytes.length * 8) >>> 0);

  const state = [...start];
  const words = new Int32Array(64);
  for (let offset = 0; offset < size; offset += 64) mix(state, words, block, offset);
  return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

function mix(state: number[], words: Int32Array, block: DataView, offset: number): void {
  const word = (index: number): number => words[index] ?? 0;
  for (let index = 0; index < 16; index++) words[index] = block.getInt32(offset + index * 4);
  for (let index = 16; index < 64; index++) {
    const a = word(index - 15);
    const b = word(index - 2);
    const low = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3);
    const high = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10);
    words[index] = (word(index - 16) + low + word(index - 7) + high) | 0;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let index = 0; index < 64; index++) {
    const first =
      (h +
        (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) +
        ((e & f) ^ (~e & g)) +
        (rounds[index] ?? 0) +
        word(index)) |
      0;
    const second = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((value, index) => {
    state[index] = ((state[index] ?? 0) + value) | 0;
  });
}
