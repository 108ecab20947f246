import type { PlainRoute } from '../rpc/index.ts';
import { checkReady, type HealthReads, type Metrics } from '../telemetry/index.ts';

const JSON_TYPE = 'application/json';

/** `/metrics` for Prometheus, `/livez` and `/readyz?minPeers&maxBlocksBehind` for whoever restarts the node. */
export function plainRoutes(metrics: Metrics, reads: HealthReads): PlainRoute[] {
  return [
    { path: '/metrics', answer: async () => ({ status: 200, contentType: metrics.contentType, body: await metrics.text() }) },
    { path: '/livez', answer: async () => ({ status: 200, contentType: JSON_TYPE, body: '{"live":true}\n' }) },
    {
      path: '/readyz',
      async answer(query) {
        const health = checkReady(reads, query);
        if (health === undefined)
          return { status: 400, contentType: JSON_TYPE, body: '{"error":"minPeers and maxBlocksBehind are whole numbers"}\n' };
        return { status: health.ready ? 200 : 503, contentType: JSON_TYPE, body: `${JSON.stringify(health)}\n` };
      },
    },
  ];
}
