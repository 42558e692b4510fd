/** The only source of randomness: identifiers, secrets, jitter. */
export interface Ids {
  /** A UUIDv7: unique, and sortable by time of creation. */
  uuid(): string;
  /** `count` cryptographically random bytes. */
  bytes(count: number): Uint8Array;
  /** A number in [0, 1) for jitter; never for secrets. */
  fraction(): number;
}
