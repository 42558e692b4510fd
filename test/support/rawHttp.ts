import { connect } from 'node:net';

export interface RawResponse {
  /** 0 if the server closed without a word. */
  readonly status: number;
  readonly text: string;
}

/** Sends bytes as they are over a new connection, and collects what comes back until the server closes. */
export function sendRaw(port: number, bytes: Buffer | string): Promise<RawResponse> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const chunks: Buffer[] = [];
    const finish = (): void => {
      socket.destroy();
      const text = Buffer.concat(chunks)
        .toString('latin1')
        .replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '');
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text });
    };
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', finish);
    socket.on('close', finish);
    socket.setTimeout(20_000, finish);
    socket.on('connect', () => socket.write(bytes));
  });
}
