/** Nothing a person could read. */
export function blank(text: string): boolean {
  return text.trim() === '';
}
