import { readFileSync } from 'node:fs';
import { isIP, isIPv6 } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { folderProblem, leftClosed } from './folder-problem.ts';
import { flag, folder, host, hostAndPort, namespace, port, signingKey, taskQueue, url, webAddress } from './setting-rules.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** One thing wrong with the environment. Never the value: it may be a secret. */
export type Problem = { readonly name: string; readonly rule: string };

export type Settings = z.infer<typeof Settings>;

/** Settings that may stand in a file named by `<NAME>_FILE`, as container platforms hand over secrets. */
const secrets = ['DATABASE_URL', 'SMTP_URL', 'TEMPORAL_API_KEY', 'PURSUIT_SECRET', 'PURSUIT_SIGNING_KEY'] as const;

export const shortestSecret = 32;

const Settings = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  PURSUIT_ROLE: z.enum(['all', 'api', 'worker']).default('all'),
  PURSUIT_FOLDER: folder.prefault('.pursuit'),
  DOCUMENTS_FOLDER: folder.optional(),
  PURSUIT_SECRET: z
    .string()
    .min(shortestSecret, { error: `is shorter than ${shortestSecret} characters` })
    .optional(),
  PURSUIT_SIGNING_KEY: signingKey.optional(),
  PURSUIT_DEMO: flag.default(true),
  HOST: host.default('127.0.0.1'),
  PORT: port.default(8080),
  ADMIN_PORT: port.default(9090),
  PUBLIC_URL: webAddress.optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  TRUST_PROXY: z.string().regex(/^\d$/, { error: 'is not a number of proxies from 0 to 9' }).transform(Number).default(0),
  DATABASE_URL: url('postgresql', 'postgres').optional(),
  SMTP_URL: url('smtp', 'smtps').optional(),
  MAIL_FROM: z.email({ error: 'is not an e-mail address' }).optional(),
  TEMPORAL_ADDRESS: hostAndPort.optional(),
  TEMPORAL_NAMESPACE: namespace.default('default'),
  TEMPORAL_API_KEY: z.string().optional(),
  TEMPORAL_TASK_QUEUE: taskQueue.default('pursuit'),
});

/** What must be named where nothing embedded runs: in production, and when API and worker are processes of their own. */
const neededWithoutEmbedded = ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'PURSUIT_SECRET'] as const;

/** `writes`: the folders will be written to. */
type Use = { readonly writes?: boolean };

/** The settings, or everything that is wrong with them at once. An empty variable counts as unset. */
export function readSettings(environment: Environment, use: Use = {}): Settings | readonly Problem[] {
  const { values, problems: unread } = withSecretsRead(environment);
  const { data, error } = Settings.safeParse(values);
  const problems = [
    ...unread,
    ...unknownNames(values),
    ...(error?.issues ?? []).map(problemOf),
    ...missing(values),
    ...clashing(values),
    ...nowhereFromMail(values),
    ...impossibleFolders(values, use),
    ...leftByOthers(values, use),
  ];
  return data === undefined || problems.length > 0 ? problems : data;
}

/** True for what `readSettings` gives when something is wrong. */
export function areProblems(read: Settings | readonly Problem[]): read is readonly Problem[] {
  return Array.isArray(read);
}

/** As people reach it: what PUBLIC_URL says, else the port itself. */
export function publicUrlOf({ PUBLIC_URL, HOST, PORT }: Settings): string {
  return PUBLIC_URL ?? localUrlOf({ HOST, PORT });
}

/** Where the API answers on this machine: what listens everywhere is reached at home. */
export function localUrlOf({ HOST, PORT }: Pick<Settings, 'HOST' | 'PORT'>): string {
  const host = ['0.0.0.0', '::'].includes(HOST) ? 'localhost' : HOST;
  return `http://${isIPv6(host) ? `[${host}]` : host}:${PORT}`;
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

/** A misspelt setting of ours would silently do nothing, and so would a file that no setting is read from. */
function unknownNames(values: Environment): readonly Problem[] {
  const known = Object.keys(Settings.shape);
  const inFiles = known.map((name) => `${name}_FILE`);
  const readFrom = secrets.map((name) => `${name}_FILE`);
  const isUnknown = (name: string) => (name.startsWith('PURSUIT_') && !known.includes(name)) || inFiles.includes(name);
  const unknown = Object.keys(values).filter((name) => isUnknown(name) && !readFrom.includes(name));
  return unknown.map((name) => ({
    name,
    rule: inFiles.includes(name) ? 'is no setting of Pursuit: only secrets are read from files' : 'is no setting of Pursuit',
  }));
}

/** A worker alone listens at the one port. */
function clashing({ PURSUIT_ROLE, PORT = '8080', ADMIN_PORT = '9090' }: Environment): readonly Problem[] {
  if (PURSUIT_ROLE === 'worker' || Number(PORT) !== Number(ADMIN_PORT)) return [];
  return [{ name: 'ADMIN_PORT', rule: 'is the same as PORT' }];
}

/** Links in mail lead to PUBLIC_URL, and its host is the sender's; an IP address makes none. */
function nowhereFromMail({ SMTP_URL, PUBLIC_URL, MAIL_FROM }: Environment): readonly Problem[] {
  if (SMTP_URL === undefined) return [];
  if (PUBLIC_URL === undefined) return [{ name: 'PUBLIC_URL', rule: 'must be set when SMTP_URL is: links in mail lead there' }];
  if (MAIL_FROM !== undefined || !namesIPAddress(PUBLIC_URL)) return [];
  return [{ name: 'MAIL_FROM', rule: 'must be set when PUBLIC_URL names an IP address' }];
}

function namesIPAddress(url: string): boolean {
  return URL.canParse(url) && isIP(new URL(url).hostname.replace(/^\[|\]$/g, '')) !== 0;
}

/** Of those that are written to: in production the first holds documents at most, and a worker alone writes none. */
function impossibleFolders(values: Environment, { writes = false }: Use): readonly Problem[] {
  const { NODE_ENV, PURSUIT_ROLE, PURSUIT_FOLDER = '.pursuit', DOCUMENTS_FOLDER } = values;
  const holdsDocuments = PURSUIT_ROLE !== 'worker' && DOCUMENTS_FOLDER === undefined;
  const used = {
    ...((NODE_ENV !== 'production' || holdsDocuments) && { PURSUIT_FOLDER }),
    ...(PURSUIT_ROLE !== 'worker' && DOCUMENTS_FOLDER !== undefined && { DOCUMENTS_FOLDER }),
  };
  return Object.entries(used).flatMap(([name, path]) => {
    const rule = folderProblem(resolve(path), writes);
    return rule === undefined ? [] : [{ name, rule }];
  });
}

/** Documents are for everybody who serves them; what else lies in the folder is the embedded servers'. */
function leftByOthers({ NODE_ENV, PURSUIT_FOLDER = '.pursuit' }: Environment, { writes = false }: Use): readonly Problem[] {
  if (!writes || NODE_ENV === 'production') return [];
  const rule = (path: string) =>
    `holds ${path}, which another user made and closed: make it yours with chown, or start as before`;
  return leftClosed(resolve(PURSUIT_FOLDER)).map((path) => ({ name: 'PURSUIT_FOLDER', rule: rule(path) }));
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

function problemOf({ path, message }: z.core.$ZodIssue): Problem {
  return { name: path.join('.'), rule: message.replace('Invalid option: expected', 'is not') };
}
