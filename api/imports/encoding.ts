import { isAscii, isUtf8 } from 'node:buffer';

export const encodings = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be'] as const;
export type Encoding = (typeof encodings)[number];

/** The text of a file; null when it is in none of the encodings. What is broken in it is U+FFFD. */
export function decoded(bytes: Uint8Array): { readonly text: string; readonly encoding: Encoding } | null {
  const encoding = utf16In(bytes) ?? utf8In(bytes) ?? gb18030In(bytes);
  if (encoding === null) return null;
  return { text: encoding === 'gb18030' ? gb18030Text(bytes) : new TextDecoder(encoding).decode(bytes), encoding };
}

/** A line of Chinese in UTF-8 would be other Chinese here: what it says is not known. */
function gb18030Text(bytes: Uint8Array): string {
  const decoder = new TextDecoder('gb18030');
  if (![...linesIn(bytes)].some(isChineseUtf8)) return decoder.decode(bytes);
  const lines = [...linesIn(bytes)].map((line) =>
    isChineseUtf8(line) ? new TextDecoder().decode(line).replaceAll(/[^\0-\x7F]/gu, '\uFFFD') : decoder.decode(line),
  );
  return lines.join('\n');
}

function isChineseUtf8(line: Uint8Array): boolean {
  return !isAscii(line) && isUtf8(line) && line.some((byte) => byte >= 0xe3 && byte <= 0xe9);
}

/** By its mark; without one, by the zeros that delimiters, digits and ends of lines have on one side, and other text nowhere. */
function utf16In(bytes: Uint8Array): Encoding | null {
  const mark = `${bytes[0]} ${bytes[1]}`;
  if (mark === '255 254') return 'utf-16le';
  if (mark === '254 255') return 'utf-16be';
  const some = bytes.subarray(0, 4096);
  const [high, low] = [0, 1].map((side) => some.filter((byte, at) => byte === 0 && at % 2 === side).length) as [number, number];
  if (bytes.length % 2 !== 0 || Math.max(high, low) < some.length / 40) return null;
  if (low > 4 * high) return 'utf-16le';
  return high > 4 * low ? 'utf-16be' : null;
}

/** Also where single lines are not, as when files were put together: what those lines say is not known, and the others are not to suffer. */
function utf8In(bytes: Uint8Array): Encoding | null {
  if (isUtf8(bytes) || isMarked(bytes)) return 'utf-8';
  let [sound, broken] = [0, 0];
  for (const line of linesIn(bytes)) {
    if (isAscii(line)) continue;
    if (isUtf8(line)) sound += 1;
    else broken += 1;
  }
  return sound > broken ? 'utf-8' : null;
}

function isMarked([first, second, third]: Uint8Array): boolean {
  return first === 0xef && second === 0xbb && third === 0xbf;
}

function* linesIn(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(0x0a, start);
    yield bytes.subarray(start, end < 0 ? bytes.length : end);
    start = end < 0 ? bytes.length : end + 1;
  }
}

/** Chinese is written in pairs of high bytes; where most high bytes stand alone, it is the alphabet of somewhere else. */
function gb18030In(bytes: Uint8Array): Encoding | null {
  let [pairs, alone] = [0, 0];
  for (let at = 0; at < bytes.length; at += 1) {
    if (byteAt(bytes, at) < 0x81) continue;
    if (byteAt(bytes, at + 1) < 0x80) alone += 1;
    else {
      pairs += 1;
      at += 1;
    }
  }
  return pairs > alone ? 'gb18030' : null;
}

function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}
