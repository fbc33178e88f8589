/** PostgreSQL or Temporal cannot be had: not our failure, and a later start may do better. */
export class DependencyAway extends Error {
  override readonly name = 'DependencyAway';
}
