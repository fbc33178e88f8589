/** What somebody types is no pattern: for LIKE, and for Prisma's `contains`, which leaves wildcards as they are. */
export function literal(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}
