/** Matches one route path; gives the values of its `:name` segments, or `undefined`. */
export type PathPattern = (path: string) => Readonly<Record<string, string>> | undefined;

/** Compiles a path such as `/conversations/:conversationId/stream`. */
export function compilePath(path: string): PathPattern {
  const names: string[] = [];
  const source = path
    .split('/')
    .map((segment) => {
      if (!segment.startsWith(':')) return segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      names.push(segment.slice(1));
      return '([^/]+)';
    })
    .join('/');
  const pattern = new RegExp(`^${source}$`);
  return (candidate) => {
    const match = pattern.exec(candidate);
    if (!match) return undefined;
    return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')]));
  };
}
