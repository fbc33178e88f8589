import type { Customer } from '../../prisma/generated/client.ts';
import type { Database } from '../../prisma/database.ts';
import { after, pageFrom } from '../http/page.ts';
import { literal } from '../http/pattern.ts';
import { Problem } from '../problem.ts';

type Query = { readonly limit: number; readonly cursor?: string | undefined };

export async function listCustomers(
  { prisma }: Database,
  { limit, cursor, text }: Query & { readonly text?: string | undefined },
) {
  const name = text === undefined ? {} : { name: { contains: literal(text), mode: 'insensitive' as const } };
  const where = { AND: [name, after('name', cursor)] };
  const rows = await prisma.customer.findMany({ where, orderBy: [{ name: 'asc' }, { id: 'asc' }], take: limit + 1 });
  return pageFrom(rows, limit, placeOf);
}

export async function listContacts({ prisma }: Database, customerId: string, { limit, cursor }: Query) {
  const where = { AND: [{ customerId }, after('name', cursor)] };
  const rows = await prisma.contact.findMany({ where, orderBy: [{ name: 'asc' }, { id: 'asc' }], take: limit + 1 });
  return pageFrom(rows, limit, placeOf);
}

export async function findCustomer({ prisma }: Pick<Database, 'prisma'>, id: string): Promise<Customer> {
  const customer = await prisma.customer.findUnique({ where: { id } });
  if (customer === null) throw new Problem('not-found');
  return customer;
}

function placeOf({ name, id }: { readonly name: string; readonly id: string }): readonly [string, string] {
  return [name, id];
}
