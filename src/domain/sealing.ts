/**
 * Seals personal data before it reaches a disk: AES-256-GCM, bound to its place (M-01). `context` names that place
 * (`table:id:field:version`), so that a ciphertext moved to another row no longer opens.
 */
export interface Sealer {
  seal(plaintext: string, context: string): string;
  /** @throws {UnreadableRecordError} if key, place or content do not fit. */
  open(sealed: string, context: string): string;
}

/**
 * Look-up value of a number, an address, a name or a group of topics: keyed, so that it cannot be guessed from the
 * database alone (M-02).
 */
export interface BlindIndex {
  of(kind: 'phone' | 'email' | 'name' | 'topicGroup', normalised: string): string;
}
