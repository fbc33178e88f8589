import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

/** One thing wrong with the environment. Never the value: it may be a secret. */
export type Problem = { readonly name: string; readonly rule: string };

export type Settings = z.infer<typeof Settings>;

/** Settings that may stand in a file named by `<NAME>_FILE`, as container platforms hand over secrets. */
const secrets = ['DATABASE_URL', 'SMTP_URL', 'TEMPORAL_API_KEY', 'PURSUIT_SECRET', 'PURSUIT_SIGNING_KEY'] as const;

const port = z
  .string()
  .regex(/^\d{1,5}$/, { error: 'is not a port number' })
  .transform(Number)
  .refine((number) => number >= 1 && number <= 65_535, { error: 'is not a port number' });
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const url = (...schemes: readonly string[]) =>
  z.string().refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol.slice(0, -1)), {
    error: `is not a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
  });

const Settings = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  PURSUIT_ROLE: z.enum(['all', 'api', 'worker']).default('all'),
  PURSUIT_FOLDER: z
    .string()
    .default('.pursuit')
    .transform((folder) => resolve(folder)),
  DOCUMENTS_FOLDER: z
    .string()
    .transform((folder) => resolve(folder))
    .optional(),
  PURSUIT_SECRET: z.string().min(32, { error: 'is shorter than 32 characters' }).optional(),
  PURSUIT_SIGNING_KEY: z.string().refine(isEd25519, { error: 'is not an Ed25519 private key in PEM' }).optional(),
  PURSUIT_DEMO: flag.default(true),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(8080),
  ADMIN_PORT: port.default(9090),
  PUBLIC_URL: url('http', 'https').optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  TRUST_PROXY: z.string().regex(/^\d$/, { error: 'is not a number of proxies from 0 to 9' }).transform(Number).default(0),
  DATABASE_URL: url('postgresql', 'postgres').optional(),
  SMTP_URL: url('smtp', 'smtps').optional(),
  MAIL_FROM: z.email({ error: 'is not an e-mail address' }).optional(),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s:/]+:\d{1,5}$/, { error: 'is not host:port' })
    .optional(),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  TEMPORAL_API_KEY: z.string().optional(),
  TEMPORAL_TASK_QUEUE: z.string().default('pursuit'),
});

/** What must be named where nothing embedded runs: in production, and when API and worker are processes of their own. */
const neededWithoutEmbedded = ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'PURSUIT_SECRET'] as const;

/** The settings, or everything that is wrong with them at once. An empty variable counts as unset. */
export function readSettings(environment: Environment): Settings | readonly Problem[] {
  const { values, problems: unread } = withSecretsRead(environment);
  const { data, error } = Settings.safeParse(values);
  const problems = [...unread, ...unknownNames(values), ...(error?.issues ?? []).map(problemOf), ...missing(values)];
  return data === undefined || problems.length > 0 ? problems : data;
}

/** True for what `readSettings` gives when something is wrong. */
export function areProblems(read: Settings | readonly Problem[]): read is readonly Problem[] {
  return Array.isArray(read);
}

/** As people reach it: what PUBLIC_URL says, else the port itself. */
export function publicUrlOf({ PUBLIC_URL, HOST, PORT }: Settings): string {
  return PUBLIC_URL ?? `http://${HOST}:${PORT}`;
}

type Read = { readonly values: Environment; readonly problems: readonly Problem[] };

function withSecretsRead(environment: Environment): Read {
  const values = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  return secrets.reduce<Read>((read, name) => withSecretRead(read, name), { values, problems: [] });
}

function withSecretRead({ values, problems }: Read, name: string): Read {
  const { [`${name}_FILE`]: file, ...rest } = values;
  if (file === undefined) return { values, problems };
  if (values[name] !== undefined)
    return { values, problems: [...problems, { name, rule: `is set twice, also by ${name}_FILE` }] };
  try {
    return { values: { ...rest, [name]: readFileSync(file, 'utf8').trim() }, problems };
  } catch {
    return { values: rest, problems: [...problems, { name: `${name}_FILE`, rule: 'names a file that cannot be read' }] };
  }
}

/** A misspelt setting of ours would silently do nothing. */
function unknownNames(values: Environment): readonly Problem[] {
  const known = Object.keys(Settings.shape);
  const unknown = Object.keys(values).filter(
    (name) => name.startsWith('PURSUIT_') && !known.includes(name) && !name.endsWith('_FILE'),
  );
  return unknown.map((name) => ({ name, rule: 'is no setting of Pursuit' }));
}

function missing(values: Environment): readonly Problem[] {
  const reason = reasonAgainstEmbedded(values);
  if (reason === undefined) return [];
  const absent = neededWithoutEmbedded.filter((name) => values[name] === undefined);
  return absent.map((name) => ({ name, rule: `must be set when ${reason}` }));
}

function reasonAgainstEmbedded(values: Environment): string | undefined {
  if (values['NODE_ENV'] === 'production') return 'NODE_ENV is production';
  return ['api', 'worker'].includes(values['PURSUIT_ROLE'] ?? 'all') ? 'PURSUIT_ROLE is not all' : undefined;
}

function isEd25519(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}

function problemOf({ path, message }: z.core.$ZodIssue): Problem {
  return { name: path.join('.'), rule: message.replace('Invalid option: expected', 'is not') };
}
