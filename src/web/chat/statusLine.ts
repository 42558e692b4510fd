import { byId } from './element.ts';
import { putText } from './texts.ts';

/** The line above the text field that tells about the connection. */
export interface StatusLine {
  setReachable(isReachable: boolean): void;
  /** The server asks for patience. */
  showBusy(): void;
  clear(): void;
}

const RESTORED_SHOWN_MS = 3_000;
const BUSY_SHOWN_MS = 8_000;

/** Tells, also to screen readers, when the connection is lost and when it is back. */
export function createStatusLine(): StatusLine {
  const line = byId('status');
  let isLost = false;
  let timer = 0;

  return {
    setReachable(isReachable) {
      if (!isReachable && !isLost) put('connection.lost', 'status-lost');
      if (isReachable && isLost) put('connection.restored', 'status-good', RESTORED_SHOWN_MS);
      isLost = !isReachable;
    },
    showBusy() {
      if (!isLost) put('connection.busy', 'status-lost', BUSY_SHOWN_MS);
    },
    clear() {
      isLost = false;
      put(undefined, '');
    },
  };

  function put(key: Parameters<typeof putText>[1] | undefined, className: string, shownMs?: number): void {
    clearTimeout(timer);
    line.className = `status ${className}`;
    if (key === undefined) {
      line.removeAttribute('data-t');
      line.textContent = '';
      return;
    }
    putText(line, key);
    if (shownMs !== undefined) timer = window.setTimeout(() => put(undefined, ''), shownMs);
  }
}
