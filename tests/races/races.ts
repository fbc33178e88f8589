import { someTerms } from '../builders/approval-request.ts';
import type { Submitted } from '../api/approval-stage.ts';
import { aSubmission, done, patiently } from '../api/approval-stage.ts';
import type { Answered, Asker } from '../api/http.ts';
import type { Lane, Weather } from './company.ts';
import { theLeaver } from './company.ts';

export type Shot = { readonly label: string; readonly fire: () => Promise<Answered> };

/** Eight calls at the same moment. */
export type Race = {
  readonly request: Submitted;
  readonly shots: readonly Shot[];
  /** What is wrong with who won, given the labels of those that got 200; null when it is as it must be. */
  readonly judge: (won: readonly string[]) => string | null;
  /** Brings a request that nobody ended to its end: it must not be stuck. */
  readonly finish: () => Promise<void>;
};

export type Arrange = (lane: Lane, weather: Weather, round: number) => Promise<Race>;

export const races: { readonly [name: string]: Arrange } = {
  'approve and reject': async (lane, _weather, round) => {
    const request = await small(lane, round);
    const { north } = lane.people;
    return { request, shots: mixed(verdict(north, request, 'approve'), verdict(north, request, 'reject')), ...oneWins };
  },
  'the same person twice': async (lane, _weather, round) => {
    const request = await small(lane, round);
    const approve = verdict(lane.people.north, request, 'approve');
    return { request, shots: mixed(approve, approve), ...oneWins };
  },
  'the same call twice': async (lane, _weather, round) => {
    const request = await small(lane, round);
    const asking = { body: { hash: request.hash }, key: `same-${request.id}` };
    const approve = { label: 'approve', fire: () => lane.people.north('POST', `${request.path}/approve`, asking) };
    const judge = (won: readonly string[]) => (won.length === 8 ? null : `${won.length} of 8 repeats got the first answer`);
    return { request, shots: mixed(approve, approve), judge, finish: nothing };
  },
  'two of a quorum': async (lane, _weather, round) => {
    const request = await aSubmission({ rep: lane.people.ann }, lane.sale, {
      amount: amount(2_000_000 + round),
      remarks: lane.name,
    });
    const { chief, south, lawyer, cao } = lane.people;
    const shots = [chief, south, lawyer, cao].map((one) => verdict(one, request, 'approve'));
    return { request, shots: [...shots, ...shots], judge: exactly(2), finish: nothing };
  },
  withdraw: async (lane, _weather, round) => {
    const request = await small(lane, round);
    const { north, ann } = lane.people;
    const body = { comment: 'a moment' };
    const withdraw = { label: 'withdraw', fire: () => ann('POST', `${request.path}/withdraw`, { body }) };
    return { request, shots: mixed(verdict(north, request, 'approve'), withdraw), ...oneWins };
  },
  transfer: async (lane, _weather, round) => {
    const request = await small(lane, round);
    const { north, south } = lane.people;
    const body = { to: 'south', comment: 'yours' };
    const transfer = { label: 'transfer', fire: () => north('POST', `${request.path}/transfer`, { body }) };
    const finish = async () => void (await verdict(south, request, 'approve').fire());
    return { request, shots: mixed(verdict(north, request, 'approve'), transfer), judge: exactly(1), finish };
  },
  'a new version': async (lane, _weather, round) => {
    const request = await small(lane, round);
    const { ann, north } = lane.people;
    const terms = { ...someTerms(), amount: amount(round + 100_000), remarks: lane.name };
    const { number } = (await done(ann('POST', `/opportunities/${lane.sale}/contracts`, { body: { terms } }))).body;
    const path = `/opportunities/${lane.sale}/contracts/${String(number)}/submit`;
    const submit = { label: 'submit', fire: () => ann('POST', path) };
    const judge = (won: readonly string[]) => {
      const [submits, approvals] = ['submit', 'approve'].map((label) => won.filter((one) => one === label).length);
      return submits === 1 && (approvals ?? 0) <= 1 ? null : `${submits} submissions and ${approvals} approvals won`;
    };
    return { request, shots: mixed(verdict(north, request, 'approve'), submit), judge, finish: nothing };
  },
  'a deactivation': async (lane, weather, round) => {
    const request = await small(lane, round);
    const { north, admin, chief } = lane.people;
    await done(north('POST', `${request.path}/transfer`, { body: { to: lane.leaver, comment: 'yours' } }));
    const approve = verdict(await theLeaver(lane, weather), request, 'approve');
    const letGo = { label: 'let go', fire: () => admin('PATCH', `/users/${lane.leaver}`, { body: { active: false } }) };
    const judge = (won: readonly string[]) => {
      const [gone, approvals] = ['let go', 'approve'].map((label) => won.filter((one) => one === label).length);
      return gone === 1 && (approvals ?? 0) <= 1 ? null : `${approvals} approvals won, ${gone} was let go`;
    };
    const finish = async () => {
      await patiently(async () => (await verdict(chief, request, 'approve').fire()).status !== 403);
      await done(admin('PATCH', `/users/${lane.leaver}`, { body: { active: true } }));
    };
    const shots = [approve, approve, approve, letGo, approve, approve, approve, approve];
    return { request, shots, judge, finish };
  },
};

const oneWins = { judge: exactly(1), finish: nothing };

function exactly(count: number): Race['judge'] {
  return (won) => (won.length === count ? null : `${won.length} won instead of ${count}: ${won.join(', ')}`);
}

function small({ people, sale, name }: Lane, round: number): Promise<Submitted> {
  return aSubmission({ rep: people.ann }, sale, { amount: amount(round + 1), remarks: name });
}

/** Another one in each round: the same terms again would be no new version. */
function amount(yuan: number) {
  return { amount: `${yuan}.00`, currency: 'CNY' };
}

function verdict(asker: Asker, { path, hash }: Submitted, verb: 'approve' | 'reject'): Shot {
  const body = { hash, comment: 'as I see it' };
  return { label: verb, fire: () => asker('POST', `${path}/${verb}`, { body }) };
}

/** Four of each, in turns. */
function mixed(one: Shot, other: Shot): readonly Shot[] {
  return [one, other, one, other, one, other, one, other];
}

async function nothing(): Promise<void> {
  // the race itself has ended the request
}
