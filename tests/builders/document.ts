/** Where something stands in a JSON document. */
export type Path = readonly (string | number)[];

/** The path of every object member in a document, the members of list entries among them. */
export function everyPath(document: unknown, path: Path = []): readonly Path[] {
  if (typeof document !== 'object' || document === null) return [];
  if (Array.isArray(document)) return document.flatMap((entry, at) => everyPath(entry, [...path, at]));
  return Object.entries(document).flatMap(([key, value]) => [[...path, key], ...everyPath(value, [...path, key])]);
}

export function valueAt(document: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => (value as { [step: string | number]: unknown })[step], document);
}

/** The document with one member replaced, or left out when the value is undefined. */
export function edited(document: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  if (Array.isArray(document)) return document.map((entry, at) => (at === step ? edited(entry, rest, value) : entry));
  const { [step]: old, ...others } = document as { [step: string | number]: unknown };
  const next = edited(old, rest, value);
  return next === undefined ? others : { ...(document as object), [step]: next };
}

export function pointerOf(path: Path): string {
  return path.map((step) => `/${step}`).join('');
}
