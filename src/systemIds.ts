import { randomBytes } from 'node:crypto';
import type { Clock } from '#src/domain/clock.ts';
import type { Ids } from '#src/domain/ids.ts';

/** Random identifiers from the operating system's generator; UUIDv7 as RFC 9562 describes it. */
export function createSystemIds(clock: Clock): Ids {
  return {
    uuid() {
      const bytes = randomBytes(16);
      bytes.writeUIntBE(clock.now(), 0, 6);
      bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
      bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
      const hex = bytes.toString('hex');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
    },
    bytes: (count) => randomBytes(count),
    fraction: () => randomBytes(4).readUInt32BE() / 2 ** 32,
  };
}
