import { existsSync } from 'node:fs';

/** The environment of the process, with what a file `.env` in the working folder adds; what is already set wins. */
export function readEnvironment(): Readonly<Record<string, string | undefined>> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}
