/** The one conversation of this tab. Kept in `sessionStorage` and nowhere else: closing the tab ends it (M-31). */
export interface Session {
  readonly conversationId: string;
  readonly token: string;
  readonly language: string;
}

interface Stored extends Session {
  /** When the person last did something, epoch milliseconds. */
  readonly usedAt: number;
  /** When the page was left; absent while it is open. */
  readonly leftAt?: number;
}

const KEY = 'chat';

/** After this long without a touch the screen is wiped (M-31). */
export const IDLE_MS = 30 * 60_000;

// A reload takes seconds. Who comes back later has closed the tab and opened it again, and may be somebody else.
const MAX_AWAY_MS = 2 * 60_000;

// Storage may be switched off: then the chat lives in memory and ends with the page.
let current: Stored | undefined;

/** The session of this page, if it has one. */
export function getSession(): Session | undefined {
  return current;
}

/** Takes up what a reload has left; forgets what is too old. */
export function restoreSession(): Session | undefined {
  const found = read() ?? current;
  const now = Date.now();
  const isFresh = found && now - found.usedAt < IDLE_MS && now - (found.leftAt ?? now) < MAX_AWAY_MS;
  if (found && isFresh) {
    const { leftAt: _, ...rest } = found;
    save({ ...rest, usedAt: now });
  } else {
    forgetSession();
  }
  return current;
}

/** Keeps a session, or its new token or language. */
export function keepSession(session: Session): void {
  save({ ...session, usedAt: current ? current.usedAt : Date.now() });
}

/** Notes that the person has just done something. */
export function touchSession(): void {
  if (current && Date.now() - current.usedAt > 5_000) save({ ...current, usedAt: Date.now() });
}

/** Notes that the page is being left. */
export function markLeft(): void {
  if (current) save({ ...current, leftAt: Date.now() });
}

/** Deletes every trace from this tab's storage. */
export function forgetSession(): void {
  current = undefined;
  try {
    sessionStorage.clear();
  } catch {
    // No storage, no trace.
  }
}

function save(stored: Stored): void {
  current = stored;
  try {
    sessionStorage.setItem(KEY, JSON.stringify(stored));
  } catch {
    // Kept in memory only.
  }
}

function read(): Stored | undefined {
  try {
    const stored = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Stored | null;
    return stored && stored.conversationId && stored.token ? stored : undefined;
  } catch {
    return undefined;
  }
}
