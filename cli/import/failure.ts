import { DependencyAway } from '../../local/dependency-away.ts';
import { UsageError } from '../usage-error.ts';

/** An answer that is none: what was asked cannot be done as it stands, or cannot be done now. */
export async function failureOf(answer: Response): Promise<Error> {
  const complaint = await complaintOf(answer);
  if (away.includes(answer.status)) return new DependencyAway(complaint);
  return answer.status < 500 ? new UsageError(complaint) : new Error(complaint);
}

/** Too many requests, or something behind the address is not there. */
const away: readonly number[] = [429, 502, 503, 504];

async function complaintOf(answer: Response): Promise<string> {
  const problem = (await answer.json().catch(() => ({}))) as {
    readonly title?: string;
    readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
  };
  return [
    `${answer.status} ${problem.title ?? ''}`,
    ...(problem.errors ?? []).map(({ pointer, detail }) => `  ${pointer} ${detail}`),
  ].join('\n');
}
