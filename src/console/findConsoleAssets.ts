import type { ConsoleAssets } from './consoleOptions.ts';

/**
 * Finds script, style and icon of the staff page among the built files, whose names carry a hash.
 * @param paths - Paths of the built files, such as `assets/console-1A2B3C4D.js`.
 * @throws {Error} if one is missing: the browser pages are not built.
 */
export function findConsoleAssets(paths: Iterable<string>): ConsoleAssets {
  const all = [...paths];
  const find = (pattern: RegExp): string => {
    const found = all.find((path) => pattern.test(path));
    if (found === undefined) throw new Error(`The built pages have no file for ${pattern.source}: build them first`);
    return `/${found}`;
  };
  return {
    script: find(/^assets\/console-\w+\.js$/),
    style: find(/^assets\/console-\w+\.css$/),
    icon: find(/^assets\/icon-\w+\.svg$/),
  };
}
