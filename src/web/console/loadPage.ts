export type LoadedPage =
  | { readonly kind: 'loaded'; readonly page: Document }
  | { readonly kind: 'signedOut' }
  /** No network, or the server is busy: the next time may work. */
  | { readonly kind: 'failed' };

/**
 * Loads a page of the console as a document of its own, in which nothing runs. `XMLHttpRequest` is the one way to parse
 * a page that Trusted Types leave open without a policy. The header tells the server that nobody is asking in person.
 */
export function loadPage(address: string): Promise<LoadedPage> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('GET', address);
    request.responseType = 'document';
    request.timeout = 10_000;
    request.setRequestHeader('x-background', '1');
    request.onload = () => {
      const page = request.response as Document | null;
      if (request.status === 401) resolve({ kind: 'signedOut' });
      else resolve(request.status === 200 && page ? { kind: 'loaded', page } : { kind: 'failed' });
    };
    request.onerror = request.ontimeout = () => resolve({ kind: 'failed' });
    request.send();
  });
}
