import { describe, expect, it } from '@jest/globals';
import { createMetrics } from '#src/observability/metrics.ts';

describe('createMetrics', () => {
  it('renders counters and gauges in the text format of Prometheus', () => {
    const metrics = createMetrics();
    const requests = metrics.counter('requests_total', 'Answered requests', ['route', 'status']);
    requests.add(['/livez', '200']);
    requests.add(['/livez', '200'], 2);
    metrics.counter('starts_total', 'Starts');
    metrics.gauge('sockets', 'Open sockets', () => 7);
    expect(metrics.render()).toBe(
      [
        '# HELP requests_total Answered requests',
        '# TYPE requests_total counter',
        'requests_total{route="/livez",status="200"} 3',
        '# HELP starts_total Starts',
        '# TYPE starts_total counter',
        'starts_total 0',
        '# HELP sockets Open sockets',
        '# TYPE sockets gauge',
        'sockets 7',
        '',
      ].join('\n'),
    );
  });

  it('never shows what looks like words of a person', () => {
    const metrics = createMetrics();
    metrics.counter('events_total', 'Events', ['kind']).add(['my name is "Amina"\n+32 470']);
    expect(metrics.render()).toContain('events_total{kind="other"} 1');
    expect(metrics.render()).not.toContain('Amina');
  });

  it('stays small when a label has no end', () => {
    const metrics = createMetrics();
    const counter = metrics.counter('events_total', 'Events', ['id']);
    for (let id = 0; id < 2_000; id += 1) counter.add([String(id)]);
    expect(metrics.render().split('\n').length).toBeLessThan(510);
    expect(metrics.render()).toContain('events_total{id="other"} 1500');
  });
});
