import type { Ids } from '#src/domain/ids.ts';
import type { StaffId } from '#src/domain/staff.ts';
import type { Keyring } from './sealing/keyring.ts';
import type { Sql } from './sql.ts';

/** Codes that a member gets at once. */
const CODE_COUNT = 10;

/** Crockford's base32: without I, L, O and U, which people confuse. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 16 characters of 5 bits: guessing 80 bits is hopeless, so a fast keyed hash protects them well enough. */
const CODE_LENGTH = 16;

export interface RecoveryCodes {
  /** Makes new codes, four groups of four characters each; the old ones are void. */
  replace(sql: Sql, id: StaffId): Promise<readonly string[]>;
  /** Uses a code up. @returns false if it is not one of the member's. */
  use(sql: Sql, id: StaffId, code: string): Promise<boolean>;
}

/** For the day on which the phone is lost. Only keyed hashes are stored. */
export function createRecoveryCodes(keyring: Keyring, ids: Ids): RecoveryCodes {
  const mark = (id: StaffId, code: string): string => keyring.mark('recovery-code', `${id}|${code}`);
  return {
    async replace(sql, id) {
      await sql.query('delete from staff_recovery_code where staff_id = $1', [id]);
      const codes = Array.from({ length: CODE_COUNT }, () => makeCode(ids));
      for (const code of codes) {
        await sql.query('insert into staff_recovery_code (mark, staff_id) values ($1, $2)', [mark(id, code), id]);
      }
      return codes.map((code) => code.replaceAll(/(.{4})(?=.)/g, '$1-'));
    },
    async use(sql, id, code) {
      const { count } = await sql.query('delete from staff_recovery_code where mark = $1 and staff_id = $2', [
        mark(id, code),
        id,
      ]);
      return count === 1;
    },
  };
}

/** A code as somebody typed it, without separators; `undefined` if it has not the form of one. */
export function readRecoveryCode(typed: string): string | undefined {
  const code = typed.toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return code.length === CODE_LENGTH && [...code].every((character) => ALPHABET.includes(character)) ? code : undefined;
}

function makeCode(ids: Ids): string {
  return Array.from(ids.bytes(CODE_LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}
