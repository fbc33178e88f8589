import type { ApiClient } from '../../api/client.ts';
import { absenceDays, absences, cast, emailOf, groups, teams, type PersonKey } from './cast.ts';
import type { Demo, Page, Stage } from './stage.ts';

export type Users = { readonly [Person in PersonKey]: string };

const dayMs = 86_400_000;

/** The boiler maker's people, teams and approver groups. What is there already stays as it is. Gives everybody's id. */
export async function findCompany(stage: Stage, { password }: Pick<Demo, 'password'>): Promise<Users> {
  const admin = await stage.administrator();
  await makeTeams(admin);
  const users = await makePeople(admin, password);
  await makeGroups(admin, users);
  return users;
}

/** Some are away, and said who stands in for them. `from` is an instant. */
export async function leaveToDeputies(stage: Stage, users: Users, from: string): Promise<void> {
  const admin = await stage.administrator();
  const { items } = await admin.get<Page<{ readonly userId: string }>>('/absences');
  const away = { fromAt: from, untilAt: new Date(Date.parse(from) + absenceDays * dayMs).toISOString() };
  for (const { who, deputy } of absences) {
    if (items.some(({ userId }) => userId === users[who])) continue;
    await (await stage.as(who)).send('POST', '/absences', { deputyId: users[deputy], ...away });
  }
}

async function makeTeams(admin: ApiClient): Promise<void> {
  const { items } = await admin.get<Page<{ readonly id: string }>>('/teams');
  for (const [id, name] of Object.entries(teams))
    if (!items.some((team) => team.id === id)) await admin.send('POST', '/teams', { id, name });
}

async function makePeople(admin: ApiClient, password: string): Promise<Users> {
  const { items } = await admin.get<Page<{ readonly id: string; readonly email: string }>>(
    '/users?limit=200&text=@pursuit.example',
  );
  const users: Record<string, string> = {};
  for (const [key, { superior, team, ...person }] of Object.entries(cast)) {
    const email = emailOf(key as PersonKey);
    const place = { superiorId: superior === null ? null : users[superior], teamId: team };
    const there = items.find((user) => user.email === email);
    const { id } =
      there ?? (await admin.send<{ readonly id: string }>('POST', '/users', { ...person, email, ...place, password }));
    users[key] = id;
  }
  return users as Users;
}

async function makeGroups(admin: ApiClient, users: Users): Promise<void> {
  const { items } = await admin.get<Page<{ readonly key: string }>>('/groups');
  for (const [key, { name, members }] of Object.entries(groups)) {
    if (items.some((group) => group.key === key)) continue;
    await admin.send('PUT', `/groups/${key}`, { name, members: members.map((member) => users[member]) });
  }
}
