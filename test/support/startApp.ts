import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { type AppDependencies, composeApp } from '#src/app.ts';
import { loadConfig } from '#src/config/config.ts';
import { createPinoLogger } from '#src/observability/pinoLogger.ts';
import { systemClock } from '#src/systemClock.ts';
import { createSystemIds } from '#src/systemIds.ts';
import { withBuildLock } from './buildLock.ts';
import { type Installation, type InstallationOptions, prepareInstallation } from './installation.ts';
import { waitFor } from './waitFor.ts';

/** The whole program in this process, as `src/main.ts` puts it together. */
export interface RunningApp {
  readonly url: string;
  readonly metricsUrl: string;
  readonly dataDir: string;
  readonly installation: Installation;
  /** Everything it has logged, one JSON line each. */
  readonly log: readonly string[];
  /** Stops the server; the installation stays, for another start. */
  stop(): Promise<void>;
  /** Stops the server and removes the installation. */
  end(): Promise<void>;
}

export interface StartAppOptions extends InstallationOptions {
  /** Starts again what was stopped before. */
  readonly installation?: Installation;
  /** Logins of counsellors to add before the start. */
  readonly staff?: readonly string[];
  readonly change?: Partial<AppDependencies>;
}

/** Starting may train the models first: about a minute, once per content. */
export const START_TIMEOUT_MS = 400_000;

/** Starts the app on free ports over a fresh data folder, and waits until it is ready. */
export async function startApp(options: StartAppOptions = {}): Promise<RunningApp> {
  const installation = options.installation ?? (await prepareInstallation(options));
  for (const login of options.staff ?? []) await installation.addStaff(login);
  // Not on top of “default”: the certificate of an app that an earlier test file started in this process bears the same
  // name, would be found first, and no mail would be delivered.
  setDefaultCACertificates([...getCACertificates('bundled'), installation.certificate.cert]);
  const log: string[] = [];
  const logger = createPinoLogger({ level: 'debug', destination: { write: (line) => void log.push(line) } });
  const app = await withBuildLock(() =>
    composeApp(loadConfig(installation.env), {
      clock: systemClock,
      ids: createSystemIds(systemClock),
      logger,
      ...options.change,
    }),
  );
  const { port, metricsPort } = await app.start();
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= app.stop();
    return stopped;
  };
  const url = `http://127.0.0.1:${port}`;
  await waitForReady(url);
  return {
    url,
    metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
    dataDir: installation.dataDir,
    installation,
    log,
    stop,
    async end() {
      await stop();
      await installation.remove();
    },
  };
}

/** Resolves when `/readyz` says yes. */
export async function waitForReady(url: string): Promise<void> {
  await waitFor('a ready server', async () => {
    const response = await fetch(`${url}/readyz`);
    await response.arrayBuffer();
    return response.ok;
  });
}
