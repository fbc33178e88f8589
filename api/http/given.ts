/** Without what was not given: a change leaves that as it is. */
export function given<Change extends object>(change: Change): { [Key in keyof Change]?: Exclude<Change[Key], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Change]?: Exclude<Change[Key], undefined>;
  };
}
