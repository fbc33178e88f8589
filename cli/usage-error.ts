/** What was typed cannot be done as it stands. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
