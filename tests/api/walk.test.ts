import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Route } from '../../api/route.ts';
import { routes } from '../../api/routes.ts';
import { defaultPolicy } from '../../domain/approval/default-policy.ts';
import { defaultCalendar } from '../../domain/default-calendar.ts';
import { defaultPlaybook } from '../../domain/default-playbook.ts';
import type { Answered, Asker } from './http.ts';
import { ask, asPerson } from './http.ts';
import type { Person, Stage } from './stage.ts';
import { aStage, people } from './stage.ts';
import { anApprovalRow, aSaleRow } from './sale-row.ts';

/** Every route, asked by everybody, about a sale of each owner and about one that is not there. Nobody is worked for: each body is wrong. */

const owners = ['ann', 'bob', 'cao'] as const;
type Subject = (typeof owners)[number] | 'nobody';
type Who = Person | 'stranger';
type Outcome = 'admitted' | 'hidden' | 'forbidden' | 'not-signed-in';

const below: { readonly [One in Who]: readonly Subject[] } = {
  ann: ['ann'],
  bob: ['bob'],
  cao: ['cao'],
  north: ['ann', 'bob'],
  south: ['cao'],
  chief: owners,
  admin: owners,
  lawyer: [],
  stranger: [],
};

type Expectation = (who: Person, subject: Subject) => Outcome;
const admittedIf = (yes: boolean, otherwise: Outcome): Outcome => (yes ? 'admitted' : otherwise);
const underOneself: Expectation = (who, subject) => admittedIf(below[who].includes(subject), 'hidden');

/** What each policy promises, said once more and in other words. */
const promises: { readonly [policy: string]: Expectation } = {
  anyone: () => 'admitted',
  'signed-in': () => 'admitted',
  'in-person': () => 'admitted',
  administers: (who) => admittedIf(who === 'admin', 'forbidden'),
  'sets-rules': (who) => admittedIf(who === 'admin' || who === 'chief', 'forbidden'),
  'imports-sales': (who) => admittedIf(who === 'admin' || who === 'chief', 'forbidden'),
  'sees-opportunity': underOneself,
  'sees-approval': underOneself,
  'sees-command': underOneself,
  'knows-supporter': (who, subject) => admittedIf(who !== 'admin' && below[who].includes(subject), 'hidden'),
  'sees-document': (who, subject) => admittedIf(who !== 'admin' && below[who].includes(subject), 'hidden'),
  'knows-customer': (_who, subject) => admittedIf(subject !== 'nobody', 'hidden'),
  'maintains-customer': (who, subject) =>
    subject === 'nobody' ? 'hidden' : admittedIf(below[who].includes(subject) || who === 'chief' || who === 'admin', 'forbidden'),
  'owns-inbox-line': (who, subject) => admittedIf(who === subject, 'hidden'),
  'owns-api-key': (who, subject) => admittedIf(subject !== 'nobody' && (who === subject || who === 'admin'), 'hidden'),
  'has-say-over-absence': underOneself,
};

/** Which kind of thing the id in a path names. */
const kinds: readonly (readonly [prefix: string, kind: string])[] = [
  ['/opportunities/:id', 'sale'],
  ['/approvals/:id', 'approval'],
  ['/documents/:id', 'document'],
  ['/commands/:id', 'command'],
  ['/customers/:id', 'customer'],
  ['/inbox/:id', 'inbox'],
  ['/api-keys/:id', 'key'],
  ['/absences/:id', 'absence'],
];

/** The key of each family of rules. */
const books: readonly (readonly [prefix: string, key: string])[] = [
  ['/playbooks', defaultPlaybook.key],
  ['/calendars', defaultCalendar.name],
  ['/approval-policies', defaultPolicy.key],
];

let stage: Stage;
let folder: string;
const askers = new Map<Who, Asker>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pursuit-walk-'));
  stage = await aStage({ documentsFolder: folder });
  for (const owner of owners) await furnish(owner);
  for (const person of Object.keys(people) as Person[]) askers.set(person, await asPerson(stage, person));
  for (const owner of owners) {
    await askers.get(owner)?.('PUT', `/opportunities/sale-${owner}/covert-supporter`, { body: { name: 'Ms Lin' } });
  }
  askers.set('stranger', (...asked) => ask(stage, {}, ...asked));
});
afterAll(async () => {
  await stage.close();
  await rm(folder, { recursive: true });
});

/** One of everything that belongs to somebody. */
async function furnish(owner: (typeof owners)[number]): Promise<void> {
  const { prisma } = stage.database;
  const later = new Date(Date.now() + 86_400_000);
  await aSaleRow(stage.database, { id: `sale-${owner}`, ownerId: owner, teamId: people[owner].team });
  await anApprovalRow(stage.database, { id: `sale-${owner}`, ownerId: owner });
  const file = { sha256: 'a'.repeat(64), name: 'bid.pdf', mimeType: 'application/pdf', size: 2, uploaderId: owner };
  await prisma.document.create({ data: { id: `document-${owner}`, ...file, opportunityId: `sale-${owner}` } });
  await writeFile(join(folder, `document-${owner}`), '{}');
  const command = {
    actorId: owner,
    idempotencyKey: 'walk',
    workflowId: `opportunity:sale-${owner}`,
    type: 'open',
    fingerprint: '',
  };
  await prisma.command.create({ data: { id: `command-${owner}`, ...command, body: {} } });
  await prisma.customer.create({ data: { id: `customer-${owner}`, name: owner, createdBy: owner } });
  const line = { recipientId: owner, kind: 'ruled', workflowId: `opportunity:sale-${owner}`, seq: 1, facts: {} };
  await prisma.inbox.create({ data: { id: `inbox-${owner}`, key: owner, ...line } });
  const key = { name: 'erp', userId: owner, createdBy: owner, tokenHash: randomUUID(), scopes: ['read'] };
  await prisma.apiKey.create({ data: { id: `key-${owner}`, ...key } });
  const away = { userId: owner, fromAt: later, untilAt: new Date(later.getTime() + 1_000), setBy: owner };
  await prisma.absence.create({ data: { id: `absence-${owner}`, ...away } });
}

function pathFor(route: Route, subject: Subject): string {
  const kind = kinds.find(([prefix]) => route.path.startsWith(prefix))?.[1];
  const names: Record<string, string> = {
    id: kind === undefined ? 'ann' : kind === 'approval' ? `sale-${subject}:1` : `${kind}-${subject}`,
    key: books.find(([prefix]) => route.path.startsWith(prefix))?.[1] ?? 'legal',
    version: '1',
    number: '1',
  };
  return route.path.replaceAll(/:(\w+)/g, (_whole, name: string) => names[name] ?? 'project-info-confirmed');
}

function outcomeOf(route: Route, { status, body }: Answered): Outcome | string {
  const code = (body['code'] ?? '') as string;
  if (code === 'not-signed-in') return 'not-signed-in';
  if (code === 'not-found') return 'hidden';
  if (code === 'not-allowed') return 'forbidden';
  const isAdmitted =
    route.method === 'get'
      ? status === 200 || code === 'request-open'
      : ['invalid-request', 'media-type-unsupported', 'idempotency-key-missing', 'import-running'].includes(code);
  return isAdmitted ? 'admitted' : `${status} ${code}`;
}

const hasSubject = ({ path }: Route) => kinds.some(([prefix]) => path.startsWith(prefix));
const subjectsOf = (route: Route): readonly Subject[] => (hasSubject(route) ? [...owners, 'nobody'] : ['ann']);

function asks(route: Route) {
  const body = route.method === 'get' ? {} : { body: { walk: true } };
  return (who: Who, subject: Subject) => (askers.get(who) as Asker)(route.method.toUpperCase(), pathFor(route, subject), body);
}

const table = routes.map((route) => ({ name: `${route.method.toUpperCase()} ${route.path}`, route }));

describe.for(table)('$name', ({ route }) => {
  const subjects = subjectsOf(route);
  const asked = asks(route);

  test('admits whom its policy promises, and nobody else', async () => {
    const promise = promises[route.policy.name];
    expect(promise, `the policy ${route.policy.name} promises nothing here`).toBeDefined();
    const pairs = (Object.keys(people) as Person[]).flatMap((who) => subjects.map((subject) => ({ who, subject })));
    const outcomes = await Promise.all(
      pairs.map(async (pair) => ({ ...pair, outcome: outcomeOf(route, await asked(pair.who, pair.subject)) })),
    );

    expect(outcomes).toEqual(pairs.map(({ who, subject }) => ({ who, subject, outcome: promise?.(who, subject) })));
  });

  test('tells a stranger to sign in', async () => {
    const expected = route.policy.name === 'anyone' ? 'admitted' : 'not-signed-in';
    for (const subject of subjects) expect(outcomeOf(route, await asked('stranger', subject))).toBe(expected);
  });
});

const hiding = table.filter(({ route }) => hasSubject(route) && promises[route.policy.name]?.('lawyer', 'cao') === 'hidden');

test.for(hiding)('$name says of what is hidden what it says of what is absent', async ({ route }) => {
  const asked = asks(route);
  const plain = ({ status, body }: Answered, subject: Subject) =>
    JSON.stringify({ status, ...body, requestId: '' }).replaceAll(new RegExp(`-${subject}\\b`, 'g'), '-X');
  const [hidden, absent] = [await asked('lawyer', 'cao'), await asked('lawyer', 'nobody')];

  expect(outcomeOf(route, hidden)).toBe('hidden');
  expect(plain(hidden, 'cao')).toBe(plain(absent, 'nobody'));
});
