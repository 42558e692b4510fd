import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Calibration, calibrationSchema } from './calibration.ts';

/** Name of the file inside `locales/`. */
export const CALIBRATION_FILE = 'calibration.json';

/** The committed calibration, or `undefined` if it is missing or of an older format: it is then fitted at start. */
export function readCalibration(localesDir: string): Calibration | undefined {
  try {
    const parsed = calibrationSchema.safeParse(JSON.parse(readFileSync(join(localesDir, CALIBRATION_FILE), 'utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
