/** Where Direct Line clients find us: their option `domain` is our origin plus this. */
export const DIRECT_LINE_BASE = '/v3/directline';

/** Path and query of a stream. The ticket opens one WebSocket within a minute: URLs end up in the logs of proxies. */
export function createStreamUrl(conversationId: string, watermark: string, ticket: string): string {
  const query = new URLSearchParams({ watermark, t: ticket });
  return `${DIRECT_LINE_BASE}/conversations/${conversationId}/stream?${query.toString()}`;
}

/** The number in a watermark. An empty or strange one means: from the beginning, as a reloaded page wants it. */
export function readWatermark(text: string | null): number {
  if (text === null || !/^\d{1,15}$/.test(text)) return 0;
  return Number(text);
}
