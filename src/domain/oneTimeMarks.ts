/** Remembers what may be used once only, across replicas: stream tickets, delivered activities of Teams (M-41). */
export interface OneTimeMarks {
  /**
   * Claims a mark until `expiresAt` (epoch milliseconds).
   * @returns true for the first caller, false for everybody after.
   */
  claim(kind: string, id: string, expiresAt: number): Promise<boolean>;
}
