import type { OriginPolicy } from './originPolicy.ts';

/** What a listed page on another origin needs to read our answer; nothing for everybody else. */
export function corsHeaders(origin: string, origins: OriginPolicy): Readonly<Record<string, string>> {
  if (!origins.isListedForeign(origin)) return { vary: 'Origin' };
  return { 'access-control-allow-origin': origin, vary: 'Origin', 'access-control-expose-headers': 'Retry-After' };
}

/** The answer to a preflight: methods and headers of the Direct Line clients. */
export function preflightHeaders(origin: string, origins: OriginPolicy): Readonly<Record<string, string>> {
  return {
    ...corsHeaders(origin, origins),
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': 'authorization, content-type, x-ms-bot-agent, x-requested-with',
    'access-control-max-age': '600',
  };
}
