/** An address of an OpenAI-compatible service, and how to prove who we are. */
export interface ServiceAddress {
  /** Up to and including `/v1`. */
  readonly url: string;
  readonly apiKey: string | undefined;
}

/** The service did not answer as its interface promises. */
export class SemanticServiceError extends Error {
  override readonly name = 'SemanticServiceError';
  readonly code = 'semantic_service_failed';
}

/** More than any answer needs: a service that floods us is cut off. */
const MAX_ANSWER_BYTES = 8_000_000;

/**
 * Posts JSON and reads the JSON answer, bounded in size; redirects are refused.
 * @throws {SemanticServiceError} for anything but a readable answer with status 200.
 */
export async function postJson(
  { url, apiKey }: ServiceAddress,
  path: string,
  body: unknown,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const response = await fetch(`${url.replace(/\/+$/, '')}${path}`, {
    method: 'POST',
    redirect: 'error',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
    },
    body: JSON.stringify(body),
    ...(signal ? { signal } : {}),
  });
  if (response.status !== 200 || !response.body) {
    await response.body?.cancel();
    throw new SemanticServiceError(`The service answered with status ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body) {
    length += chunk.byteLength;
    if (length > MAX_ANSWER_BYTES) throw new SemanticServiceError('The answer of the service is too long');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    throw new SemanticServiceError('The answer of the service is not JSON');
  }
}
