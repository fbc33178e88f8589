/**
 * The JSON pointer (RFC 6901) of a member. A stranger's key is cut to 64 characters and rid of what no database stores,
 * so that a refusal which names it can always be kept.
 */
export function pointerTo(parent: string, member: string | number): string {
  const key = String(member);
  return `${parent}/${plain.test(key) ? key : escaped(storable(key))}`;
}

const plain = /^[A-Za-z0-9_-]{1,64}$/;

function storable(member: string): string {
  return [...member.slice(0, 256)]
    .slice(0, 64)
    .join('')
    .replaceAll(/[\p{Cc}\p{Cs}]/gu, '\uFFFD');
}

function escaped(member: string): string {
  return member.replaceAll('~', '~0').replaceAll('/', '~1');
}
