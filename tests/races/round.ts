import { approvalWorkflowId } from '../../domain/ids.ts';
import type { Answered } from '../api/http.ts';
import { patiently } from '../api/approval-stage.ts';
import type { Lane, Weather } from './company.ts';
import type { Arrange, Race } from './races.ts';

/** What went wrong in a round; nothing, as a rule. */
export type Faults = readonly string[];

/** Arranges a race, fires its calls at once, looks who won, what the losers were told, what was written, and whether the request ends. */
export async function runRound(
  lane: Lane,
  { arrange, round }: { readonly arrange: Arrange; readonly round: number },
  weather: Weather,
): Promise<Faults> {
  const race = await arrange(lane, weather, round);
  const answers = await Promise.all(race.shots.map(async (shot) => ({ label: shot.label, answer: await shot.fire() })));
  const won = answers.filter(({ answer }) => answer.status === 200);
  const lost = answers.filter(({ answer }) => answer.status !== 200);
  const unfair = race.judge(won.map(({ label }) => label));
  const rude = lost.flatMap(({ label, answer }) => (isNamed(answer) ? [] : [`${label} lost with ${answer.status}`]));
  const ended = await end(lane, race);
  const decided = won.filter(({ label }) => label === 'approve' || label === 'reject').map(({ answer }) => commandIdOf(answer));
  return [...(unfair === null ? [] : [unfair]), ...rude, ...ended, ...(await written(lane, race, new Set(decided)))];
}

/** 401 is what somebody who was just let go hears. */
function isNamed({ status, body }: Answered): boolean {
  return [401, 409].includes(status) && typeof body['code'] === 'string';
}

function commandIdOf({ body }: Answered): string {
  return String(body['commandId']);
}

async function end({ people }: Lane, { request, finish }: Race): Promise<Faults> {
  const isOver = async () => (await people.ann('GET', request.path)).body['status'] !== 'open';
  try {
    await finish();
    await patiently(isOver);
    return [];
  } catch (error) {
    return [`${request.id} is stuck: ${(error as Error).message}`];
  }
}

/** One event for each decision that was answered with 200, those of the finish aside, and one end. */
async function written({ stage, sale }: Lane, { request }: Race, decided: ReadonlySet<string>): Promise<Faults> {
  const workflowId = approvalWorkflowId(sale, request.number);
  const events = await stage.database.prisma.event.findMany({ where: { workflowId }, select: { type: true, commandId: true } });
  const missing = [...decided].filter(
    (id) => events.filter((one) => one.type === 'decided' && one.commandId === id).length !== 1,
  );
  const ends = events.filter(({ type }) => type === 'concluded').length;
  return [
    ...missing.map((id) => `${request.id}: the decision ${id} stands in the history not once`),
    ...(ends === 1 ? [] : [`${request.id}: ${ends} ends`]),
  ];
}
