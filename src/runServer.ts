import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { composeApp, ROOT_DIR } from './app.ts';
import { loadConfig } from './config/config.ts';
import { readEnvironment } from './config/readEnvironment.ts';
import { logCrashes } from './observability/logCrashes.ts';
import { createPinoLogger } from './observability/pinoLogger.ts';
import { silenceConsole } from './observability/silenceConsole.ts';
import { systemClock } from './systemClock.ts';
import { createSystemIds } from './systemIds.ts';

/** config → compose → start → wait for a signal → drain → stop. */
export async function runServer(): Promise<void> {
  const config = loadConfig(readEnvironment());
  const logger = createPinoLogger({ level: config.logLevel });
  silenceConsole(logger);
  logCrashes(logger, process);
  if (!existsSync(join(ROOT_DIR, 'dist/models'))) {
    process.stderr.write('The first start trains the language models: a minute or two on two cores.\n');
  }
  const app = await composeApp(config, { clock: systemClock, ids: createSystemIds(systemClock), logger });
  const { port } = await app.start();
  const address =
    config.http.publicUrl ??
    `http://${config.http.host.includes(':') ? `[${config.http.host}]` : config.http.host}:${port}`;
  process.stderr.write(
    config.mode === 'demonstration'
      ? `Return Assistant, demonstration: ${address}  (staff page: ${address}/staff)\n`
      : `Return Assistant: ${address}\n`,
  );

  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    app.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
