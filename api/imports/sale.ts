import { contentHash } from '../../domain/canonical.ts';
import type { Money } from '../../domain/money.ts';
import { moneyOf } from './amount.ts';
import { cellOf, textOf } from './cell.ts';
import type { Mapping } from './mapping.ts';
import type { Fields, Reason } from './reason.ts';
import type { Place, StageReader } from './stage.ts';
import { cut, dayOf } from './value.ts';
import type { Standing } from './vocabulary.ts';

/** What a row says, ready to become commands. */
export type Sale = {
  readonly key: string;
  readonly name: string;
  readonly owner: string;
  readonly customer: string;
  readonly standing: Standing;
  /** At which it is opened. */
  readonly stage: string;
  readonly openedOn: string;
  readonly closedOn: string | null;
  /** Of a sale behind its signature; null where it is not recorded. */
  readonly wonOn: string | null;
  readonly amount: Money | null;
};

export type Reading = {
  readonly fields: Fields;
  readonly mapping: Mapping;
  readonly stageOf: StageReader;
  readonly today: string;
};

/** The sale of a row, or everything that speaks against it. */
export function saleOf({ fields, mapping, stageOf, today }: Reading): Sale | readonly Reason[] {
  const cells: Fields = { ...fields, ...defaultsFor(fields, mapping) };
  const key = textOf(cells, { field: 'key', required: 'key-required' });
  const owner = textOf(cells, { field: 'owner', required: 'owner-required' });
  const customer = textOf(cells, { field: 'customer', required: 'customer-required' });
  const name = textOf(cells, { field: namingField(cells) });
  const place = cellOf(cells, { field: 'stage', required: 'stage-required', parse: stageOf, unreadable: 'stage-unknown' });
  const parse = (text: string) => dayOf(text, mapping.dates);
  const openedOn = cellOf(cells, {
    field: 'openedOn',
    required: 'opened-on-required',
    parse,
    unreadable: 'opened-on-unreadable',
  });
  const closedOn = cellOf(cells, { field: 'closedOn', parse, unreadable: 'closed-on-unreadable' });
  const money = moneyOf(cells, mapping);
  const said = { key: key.value ?? '', owner: owner.value ?? '', customer: customer.value ?? '', openedOn: openedOn.value ?? '' };
  const sale = { ...said, ...standingOf(place.value), closedOn: closedOn.value, amount: money.value };
  const all = [key, owner, customer, name, place, openedOn, closedOn, money].flatMap(({ reasons }) => reasons);
  const reasons = [...all, ...(all.length === 0 ? dateReasons(sale, today) : [])];
  return reasons.length > 0 ? reasons : { ...sale, name: nameOf(cells, sale), wonOn: wonOn(sale, place.value, today) };
}

/** Names the row as it was read: the same again changes nothing. */
export function fingerprintOf(fields: Fields): string {
  return contentHash(fields);
}

export function isSale(read: Sale | readonly Reason[]): read is Sale {
  return 'standing' in read;
}

/** What the mapping says to take where a row says nothing. */
function defaultsFor(fields: Fields, { defaults = {} }: Mapping): Fields {
  const absent = Object.entries(defaults).filter(([field]) => (fields[field] ?? null) === null);
  return Object.fromEntries(absent.map(([field, value]) => [field, value ?? null]));
}

function standingOf(place: Place | null): Pick<Sale, 'standing' | 'stage'> {
  return { standing: place?.standing ?? 'open', stage: place?.stage ?? '' };
}

/** Behind its signature, the closing date that has passed is that of the signature; any other is a forecast. */
function wonOn({ openedOn, closedOn }: Pick<Sale, 'openedOn' | 'closedOn'>, place: Place | null, today: string): string | null {
  if (place?.isSigned !== true || closedOn === null) return null;
  return openedOn <= closedOn && closedOn <= today ? closedOn : null;
}

/** Of an open sale the closing date is a forecast. */
function dateReasons({ standing, openedOn, closedOn }: Omit<Sale, 'name' | 'wonOn'>, today: string): readonly Reason[] {
  const early: readonly Reason[] = openedOn > today ? [{ field: 'openedOn', code: 'opened-in-the-future' }] : [];
  if (standing === 'open') return early;
  if (closedOn === null) return [...early, { field: 'closedOn', code: 'closed-on-required' }];
  if (closedOn > today) return [...early, { field: 'closedOn', code: 'closed-in-the-future' }];
  return closedOn < openedOn ? [...early, { field: 'closedOn', code: 'closed-before-opened' }] : early;
}

function namingField({ name = null }: Fields): string {
  return name === null ? 'product' : 'name';
}

/** Composed of what is recorded, where the row has no name of its own. */
function nameOf({ name = null, product = null }: Fields, { key, customer }: Pick<Sale, 'key' | 'customer'>): string {
  return name ?? cut(`${customer}: ${product ?? key}`, 200);
}
