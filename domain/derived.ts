/** Derives something from a state, anew only when the state is another: conditions are looked at after every message. */
export function derived<State, Value>(derive: (state: State) => Value): (state: State) => Value {
  let last: { readonly state: State; readonly value: Value } | null = null;
  return (state) => {
    if (last === null || last.state !== state) last = { state, value: derive(state) };
    return last.value;
  };
}
