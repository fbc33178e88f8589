/**
 * The same JSON without what PostgreSQL cannot hold: NUL and halves of surrogate pairs become U+FFFD. A text from outside must never keep
 * a history from being written.
 */
export function storable<Value>(value: Value): Value {
  const text = JSON.stringify(value);
  return unstorableEscape.test(text) ? (JSON.parse(text, (_key, part: unknown) => clean(part)) as Value) : value;
}

function clean(part: unknown): unknown {
  if (typeof part === 'string') return part.replace(unstorable, '\uFFFD');
  return isRecord(part)
    ? Object.fromEntries(Object.entries(part).map(([key, one]) => [key.replace(unstorable, '\uFFFD'), one]))
    : part;
}

function isRecord(part: unknown): part is object {
  return typeof part === 'object' && part !== null && !Array.isArray(part);
}

const unstorableEscape = /\\u(?:0000|d[89a-f])/;
const unstorable = /\0|\p{Surrogate}/gu;
