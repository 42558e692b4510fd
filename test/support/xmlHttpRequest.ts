/** As much of a browser's XMLHttpRequest, over `fetch`, as DirectLineJS (RxJS 5 ajax) uses. */
export class XmlHttpRequest {
  readyState = 0;
  status = 0;
  response: unknown = null;
  responseType = '';
  timeout = 0;
  withCredentials = false;
  onreadystatechange: ((event: object) => void) | null = null;
  ontimeout: ((event: object) => void) | null = null;
  onerror: ((event: object) => void) | null = null;
  readonly #headers: Record<string, string> = {};
  readonly #abort = new AbortController();
  #method = 'GET';
  #url = '';
  #responseHeaders = new Headers();

  open(method: string, url: string): void {
    this.#method = method;
    this.#url = url;
    this.readyState = 1;
  }

  setRequestHeader(name: string, value: string): void {
    this.#headers[name] = value;
  }

  getResponseHeader(name: string): string | null {
    return this.#responseHeaders.get(name);
  }

  abort(): void {
    this.#abort.abort();
  }

  send(body?: string): void {
    void this.#run(body);
  }

  async #run(body: string | undefined): Promise<void> {
    const limit = this.timeout > 0 ? AbortSignal.timeout(this.timeout) : undefined;
    try {
      const response = await fetch(this.#url, {
        method: this.#method,
        headers: this.#headers,
        ...(body === undefined ? {} : { body }),
        signal: limit ? AbortSignal.any([this.#abort.signal, limit]) : this.#abort.signal,
      });
      const text = await response.text();
      this.#responseHeaders = response.headers;
      this.status = response.status;
      this.response = text === '' ? null : JSON.parse(text);
    } catch {
      if (this.#abort.signal.aborted) return;
      if (limit?.aborted) {
        this.ontimeout?.({});
        return;
      }
    }
    this.readyState = 4;
    this.onreadystatechange?.({});
  }
}
