import { basename } from 'node:path';
import { describeError, type Logger } from '#src/domain/logger.ts';

/**
 * Ends the process after an error that nobody caught, as Node does, but without printing the error: its message may hold
 * what somebody wrote (M-25). The log names the error and its place in the code. What was accepted waits in the
 * database and is done after the restart.
 */
export function logCrashes(logger: Logger, target: NodeJS.Process): void {
  const crash = (error: unknown): void => {
    logger.error('the process ends after an unexpected error', { ...describeError(error), ...describePlace(error) });
    target.exit(1);
  };
  target.on('uncaughtException', crash);
  target.on('unhandledRejection', crash);
}

/** File, line and column of the first frame. The message, which the stack repeats before its frames, is cut away. */
function describePlace(error: unknown): { readonly file?: string } {
  if (!(error instanceof Error)) return {};
  const frames = (error.stack ?? '').replace(error.message, () => '');
  const place = /^\s+at .*?([^\s()]+:\d+:\d+)\)?$/m.exec(frames)?.[1];
  return place === undefined ? {} : { file: basename(place) };
}
