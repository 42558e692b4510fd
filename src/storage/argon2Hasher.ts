import { argon2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Ids } from '#src/domain/ids.ts';
import type { SecretHasher } from '#src/domain/secretHasher.ts';

const derive = promisify(argon2);

export interface Argon2Cost {
  readonly memoryKiB: number;
  readonly passes: number;
}

/** For the 16-digit codes of people (53 bits by themselves): OWASP's minimum, about 70 ms. */
export const CODE_COST: Argon2Cost = { memoryKiB: 19 * 1024, passes: 2 };

/** For passwords of staff: 64 MiB, three passes, about 140 ms. */
export const PASSWORD_COST: Argon2Cost = { memoryKiB: 64 * 1024, passes: 3 };

const SALT_BYTES = 16;
const TAG_BYTES = 32;
const ENCODED = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Argon2id from Node's own crypto, in the usual text form `$argon2id$v=19$m=…,t=…,p=1$salt$hash`. */
export function createArgon2Hasher(cost: Argon2Cost, ids: Ids): SecretHasher {
  const unknown = { salt: Buffer.alloc(SALT_BYTES), tag: Buffer.alloc(TAG_BYTES), cost };
  return {
    async hash(secret) {
      const salt = Buffer.from(ids.bytes(SALT_BYTES));
      const tag = await computeTag(secret, salt, cost, TAG_BYTES);
      return `$argon2id$v=19$m=${cost.memoryKiB},t=${cost.passes},p=1$${encode(salt)}$${encode(tag)}`;
    },
    async verify(secret, stored) {
      const known = stored === undefined ? undefined : parse(stored);
      const { salt, tag, cost: cost_ } = known ?? unknown;
      const computed = await computeTag(secret, salt, cost_, tag.length);
      const isSame = timingSafeEqual(computed, tag);
      return isSame && known !== undefined;
    },
  };
}

function computeTag(secret: string, salt: Buffer, cost: Argon2Cost, tagLength: number): Promise<Buffer> {
  return derive('argon2id', {
    message: secret.normalize('NFKC'),
    nonce: salt,
    parallelism: 1,
    tagLength,
    memory: cost.memoryKiB,
    passes: cost.passes,
  });
}

function parse(stored: string): { readonly salt: Buffer; readonly tag: Buffer; readonly cost: Argon2Cost } {
  const [, memory, passes, salt, tag] = ENCODED.exec(stored) ?? [];
  if (!salt || !tag) throw new Error('A stored hash is not in the expected form');
  return {
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
    cost: { memoryKiB: Number(memory), passes: Number(passes) },
  };
}

function encode(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
