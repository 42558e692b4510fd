/** Hashes secrets that people remember or keep: codes and passwords. Slow on purpose; never inside a transaction. */
export interface SecretHasher {
  hash(secret: string): Promise<string>;
  /** Compares in constant time. Without `stored` it does the same work and says no. */
  verify(secret: string, stored: string | undefined): Promise<boolean>;
}
