/** SHA-256 (FIPS 180-4) of a text's UTF-8 bytes, 64 lower-case hex digits. Workflow code has no crypto to call. */
export function sha256(text: string): string {
  const words = padded(utf8(text));
  let state: readonly number[] = initial;
  for (let at = 0; at < words.length; at += 16) state = compress(state, words.slice(at, at + 16));
  return state.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** encodeURIComponent knows UTF-8, but refuses lone surrogates: as everywhere, they become the replacement character. */
function utf8(text: string): readonly number[] {
  const escaped = encodeURIComponent(text.replace(loneSurrogate, '\ufffd'));
  const bytes: number[] = [];
  for (let at = 0; at < escaped.length; at += 1) {
    const isEscape = escaped[at] === '%';
    bytes.push(isEscape ? Number.parseInt(escaped.slice(at + 1, at + 3), 16) : escaped.charCodeAt(at));
    if (isEscape) at += 2;
  }
  return bytes;
}

/** Big-endian words: the bytes, a one bit, zeros, and the length in bits in the last two. */
function padded(bytes: readonly number[]): readonly number[] {
  const words: number[] = Array.from({ length: (((bytes.length + 8) >> 6) + 1) * 16 }, () => 0);
  [...bytes, 0x80].forEach((byte, at) => (words[at >> 2]! |= byte << (24 - (at % 4) * 8)));
  words[words.length - 2] = Math.floor(bytes.length / 0x20000000);
  words[words.length - 1] = bytes.length << 3;
  return words;
}

function compress(state: readonly number[], block: readonly number[]): readonly number[] {
  const schedule = extended(block);
  let [a, b, c, d, e, f, g, h] = state as [number, number, number, number, number, number, number, number];
  for (let round = 0; round < 64; round += 1) {
    const choice = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + choice + constants[round]! + schedule[round]!) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + majority) | 0;
    [a, b, c, d, e, f, g, h] = [(one + two) | 0, a, b, c, (d + one) | 0, e, f, g];
  }
  return [a, b, c, d, e, f, g, h].map((word, at) => (word + state[at]!) | 0);
}

function extended(block: readonly number[]): readonly number[] {
  const words = [...block];
  for (let at = 16; at < 64; at += 1) {
    const [early, late] = [words[at - 15]!, words[at - 2]!];
    const first = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
    const second = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
    words.push((words[at - 16]! + first + words[at - 7]! + second) | 0);
  }
  return words;
}

const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function turn(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

/** The first 32 bits of the fractions of the roots of the first primes: cube roots for the rounds, square roots to begin with. */
const primes = firstPrimes(64);
const constants = primes.map((prime) => fractionBits(Math.cbrt(prime)));
const initial = primes.slice(0, 8).map((prime) => fractionBits(Math.sqrt(prime)));

function fractionBits(root: number): number {
  return ((root - Math.floor(root)) * 0x1_0000_0000) | 0;
}

function firstPrimes(count: number): readonly number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate += 1) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  }
  return found;
}
