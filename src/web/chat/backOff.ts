/** How long to wait before the next try: longer each time, and never in step with all the other phones. */
export function backOffMs(failures: number): number {
  return Math.min(15_000, 500 * 2 ** failures) * (0.6 + Math.random() * 0.8);
}
