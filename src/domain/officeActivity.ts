import type { Office } from './office.ts';

/** When each office last took a request, within a running transaction. */
export interface OfficeActivity {
  markTaken(office: Office): Promise<void>;
  /** `undefined`: nobody has ever taken one. */
  lastTakenAt(office: Office): Promise<number | undefined>;
}
