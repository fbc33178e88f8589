import type { Notice } from '../../domain/account.ts';

/** A rejected claim for the rep, but for the difference. */
export function aNotice(changes: Partial<Notice> = {}): Notice {
  return {
    kind: 'checkpoint-rejected',
    to: { userId: 'rep' },
    facts: { checkpoint: 'project-info-confirmed', comment: 'why' },
    ...changes,
  };
}
