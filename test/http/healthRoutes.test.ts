import { describe, expect, it } from '@jest/globals';
import type { HttpRequest, HttpResponse } from '#src/domain/httpRoute.ts';
import { createHealthRoutes } from '#src/http/healthRoutes.ts';
import { createMetricsServer } from '#src/http/metricsServer.ts';
import { createMetrics } from '#src/observability/metrics.ts';
import { FakeClock } from '#test/support/fakeClock.ts';
import { SilentLogger } from '#test/support/silentLogger.ts';

async function ask(options: Partial<Parameters<typeof createHealthRoutes>[0]>, path: string): Promise<HttpResponse> {
  const routes = createHealthRoutes({
    clock: new FakeClock(),
    logger: new SilentLogger(),
    checks: [],
    isDraining: () => false,
    ...options,
  });
  const route = routes.find((candidate) => candidate.path === path);
  return await (route as NonNullable<typeof route>).handle({} as HttpRequest);
}

describe('/livez and /readyz', () => {
  it('is ready when every check holds', async () => {
    expect((await ask({ checks: [{ name: 'storage', check: async () => true }] }, '/readyz')).status).toBe(200);
  });

  it('is not ready, but alive, when a check says no, throws, or never answers', async () => {
    const clock = new FakeClock();
    const checks = [
      { name: 'models', check: async () => false },
      { name: 'storage', check: () => Promise.reject(new Error('disk full at /secret')) },
      { name: 'hangs', check: () => new Promise<boolean>(() => {}) },
    ];
    const answer = ask({ clock, checks }, '/readyz');
    await clock.advance({ seconds: 3 });
    expect((await answer).body).toEqual({
      kind: 'json',
      value: { status: 'not ready', failed: ['models', 'storage', 'hangs'] },
    });
    expect((await answer).status).toBe(503);
    expect((await ask({ checks }, '/livez')).status).toBe(200);
  });

  it('is not ready while it shuts down', async () => {
    expect((await ask({ isDraining: () => true }, '/readyz')).status).toBe(503);
  });

  it('runs the checks once a second at most, however often it is asked', async () => {
    const clock = new FakeClock();
    let runs = 0;
    const checks = [{ name: 'storage', check: async () => (runs += 1) > 0 }];
    const [, ready] = createHealthRoutes({ clock, logger: new SilentLogger(), checks, isDraining: () => false });
    for (let i = 0; i < 50; i += 1) await ready?.handle({} as HttpRequest);
    expect(runs).toBe(1);
    await clock.advance({ seconds: 1 });
    await ready?.handle({} as HttpRequest);
    expect(runs).toBe(2);
  });
});

describe('the metrics server', () => {
  it('shows the numbers at /metrics and nothing else', async () => {
    const metrics = createMetrics();
    metrics.counter('things_total', 'Things').add();
    const server = createMetricsServer(metrics);
    const port = await server.listen(0, '127.0.0.1');
    const response = await fetch(`http://127.0.0.1:${port}/metrics`);
    expect(await response.text()).toContain('things_total 1\n');
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
    await server.close();
  });
});
