/** Derives something from a state once: a state never changes, and rules, clocks and summaries ask the same of it. */
export function derived<State extends object, Value>(derive: (state: State) => Value): (state: State) => Value {
  const known = new WeakMap<State, { readonly value: Value }>();
  return (state) => {
    const found = known.get(state) ?? { value: derive(state) };
    known.set(state, found);
    return found.value;
  };
}
