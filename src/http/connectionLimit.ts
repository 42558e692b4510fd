/** Counts what one client network has open at the same time (M-08). */
export interface ConnectionLimit {
  /** @returns a function that gives the place back (once), or `undefined` if there is none left. */
  enter(network: string): (() => void) | undefined;
}

/** At most `max` at a time for each network. */
export function createConnectionLimit(max: number): ConnectionLimit {
  const open = new Map<string, number>();
  return {
    enter(network) {
      const count = open.get(network) ?? 0;
      if (count >= max) return undefined;
      open.set(network, count + 1);
      let isInside = true;
      return () => {
        if (!isInside) return;
        isInside = false;
        const left = (open.get(network) ?? 1) - 1;
        if (left > 0) open.set(network, left);
        else open.delete(network);
      };
    },
  };
}
