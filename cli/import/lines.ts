import { DependencyAway } from '../../local/dependency-away.ts';

/** The values of a body that has one JSON value a line, as they come in. */
export async function* linesOf<Line>(body: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of whole(body)) {
    const parts = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) yield JSON.parse(part) as Line;
  }
  if (rest !== '') yield JSON.parse(rest) as Line;
}

async function* whole(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (cause) {
    throw new DependencyAway('The answer broke off. What was told above is done; run it again for the rest.', { cause });
  }
}
