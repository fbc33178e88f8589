import { describe, expect, test } from 'vitest';
import { openApi } from '../../api/http/openapi.ts';
import { signedIn } from '../../api/policies.ts';
import { problemKinds } from '../../api/problem.ts';
import { noContent, none, route } from '../../api/route.ts';
import { routes } from '../../api/routes.ts';

const whole = {
  method: 'get',
  path: '/x',
  summary: 'x',
  params: none,
  query: none,
  body: none,
  reply: noContent,
  status: 204,
} as const;
const handler = () => undefined;

describe('a route', () => {
  test('does not compile without its policy or one of its schemas', () => {
    route({ ...whole, policy: signedIn, handler });
    // @ts-expect-error -- no policy
    route({ ...whole, handler });
    const { reply: _reply, ...silent } = whole;
    // @ts-expect-error -- no schema of its reply
    route({ ...silent, policy: signedIn, handler });
    const { body: _body, ...bodiless } = whole;
    // @ts-expect-error -- no schema of its body
    route({ ...bodiless, policy: signedIn, handler });
    const { params: _params, ...aimless } = whole;
    // @ts-expect-error -- no schema of its parameters
    route({ ...aimless, policy: signedIn, handler });

    expect(routes.every(({ policy, reply, body, params, query }) => [policy, reply, body, params, query].every(Boolean))).toBe(
      true,
    );
  });

  test.for(routes.map((one) => ({ name: `${one.method} ${one.path}`, one })))(
    '$name describes the parameters its path has',
    ({ one }) => {
      const inPath = [...one.path.matchAll(/:(\w+)/g)].map(([, name]) => name);

      expect(new Set(Object.keys(one.params.shape))).toEqual(new Set(inPath));
    },
  );

  test('is in the table once, and has a name of its own in the description', () => {
    const document = openApi('0.0.0');
    const names = Object.values(document.paths ?? {}).flatMap((path) =>
      Object.values(path as Record<string, { operationId: string }>).map(({ operationId }) => operationId),
    );

    expect(names).toHaveLength(routes.length);
    expect(new Set(names).size).toBe(routes.length);
  });
});

test.for(Object.entries(problemKinds))(
  'the problem %s is told in both languages with the same facts',
  ([, { status, title, detail }]) => {
    const factsOf = (text = '') => new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));

    expect(status).toBeGreaterThanOrEqual(400);
    expect(title.en).not.toBe('');
    expect(title.zh).toMatch(/\p{Script=Han}/u);
    expect(factsOf(detail?.zh)).toEqual(factsOf(detail?.en));
  },
);
