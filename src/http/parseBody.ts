import type { IncomingMessage } from 'node:http';
import { type BodyKind, type HttpResponse, problemResponse } from '#src/domain/httpRoute.ts';
import { decodeUtf8, parseJson } from './parseJson.ts';
import { readBody } from './readBody.ts';

export type BodyOutcome =
  | { readonly kind: 'ready'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly response: HttpResponse }
  | { readonly kind: 'aborted' };

const TYPES: Readonly<Record<Exclude<BodyKind, 'none'>, readonly string[]>> = {
  json: ['application/json'],
  form: ['application/x-www-form-urlencoded'],
  beacon: ['application/json', 'text/plain'],
};

const TOO_LARGE = problemResponse(413, 'body_too_large', 'The request body is too large');
const WRONG_TYPE = problemResponse(415, 'content_type', 'This content type is not accepted here');
const MALFORMED = problemResponse(400, 'body_malformed', 'The request body cannot be read');

/** Reads and parses the body as the route declares it. An empty body is `undefined`, whatever its label. */
export async function parseBody(request: IncomingMessage, kind: BodyKind, maxBytes: number): Promise<BodyOutcome> {
  if (!hasBody(request)) return { kind: 'ready', value: undefined };
  if (kind === 'none') return { kind: 'refused', response: WRONG_TYPE };
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (!TYPES[kind].includes(type)) return { kind: 'refused', response: WRONG_TYPE };
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return { kind: 'refused', response: TOO_LARGE };
  const result = await readBody(request, maxBytes);
  if (result.kind === 'aborted') return result;
  if (result.kind === 'tooLarge') return { kind: 'refused', response: TOO_LARGE };
  if (result.bytes.length === 0) return { kind: 'ready', value: undefined };
  if (kind === 'form') return parseForm(result.bytes);
  const parsed = parseJson(result.bytes);
  return parsed.kind === 'parsed' ? { kind: 'ready', value: parsed.value } : { kind: 'refused', response: MALFORMED };
}

/** True if the client has announced a body. */
export function hasBody(request: IncomingMessage): boolean {
  const length = request.headers['content-length'];
  return request.headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

function parseForm(bytes: Buffer): BodyOutcome {
  const text = decodeUtf8(bytes);
  if (text === undefined) return { kind: 'refused', response: MALFORMED };
  const fields: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, value] of new URLSearchParams(text)) fields[name] = value.toWellFormed();
  return { kind: 'ready', value: fields };
}
