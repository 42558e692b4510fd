import { listenLive } from './liveEvents.ts';
import { loadPage } from './loadPage.ts';

/** “Is writing” disappears after this long without news. */
const TYPING_SHOWN_MS = 6_000;

/** Our own typing is told at most this often. */
const TYPING_EVERY_MS = 3_000;

/** Keeps the chat on a request's page alive: new words appear, a half-written answer stays, sending needs no reload. */
export function keepChatLive(onSignedOut: () => void): void {
  const panel = document.querySelector<HTMLElement>('[data-chat]');
  const requestId = panel?.dataset['chat'];
  if (!panel || requestId === undefined) return;
  const path = `/staff/requests/${requestId}/chat`;
  const typing = document.getElementById('person-typing');
  let timer = 0;
  let isLoading = false;
  let isStale = false;

  toEnd();
  listenLive(requestId, { onQueue: () => undefined, onRequest: () => void renew(), onTyping: showTyping });
  const form = document.getElementById('chat-form') as HTMLFormElement | null;
  if (form) keepForm(form, path, () => void renew());

  async function renew(): Promise<void> {
    // News that come while we load may not be in what we load.
    isStale = true;
    if (isLoading) return;
    isLoading = true;
    while (isStale) {
      isStale = false;
      const result = await loadPage(path);
      if (result.kind === 'signedOut') onSignedOut();
      if (result.kind === 'loaded') show(result.page);
    }
    isLoading = false;
  }

  function show(page: Document): void {
    const old = document.getElementById('thread');
    const fresh = page.getElementById('thread');
    if (!old || !fresh || old.textContent === fresh.textContent) return;
    const hasNews = old.dataset['last'] !== fresh.dataset['last'];
    old.replaceWith(document.importNode(fresh, true));
    if (!hasNews) return;
    if (typing) typing.textContent = '';
    toEnd();
  }

  function showTyping(): void {
    if (!typing) return;
    typing.textContent = typing.dataset['text'] ?? '';
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      typing.textContent = '';
    }, TYPING_SHOWN_MS);
  }
}

function toEnd(): void {
  const thread = document.querySelector('.thread');
  if (thread) thread.scrollTop = thread.scrollHeight;
}

function keepForm(form: HTMLFormElement, path: string, onSent: () => void): void {
  const field = form.elements.namedItem('text') as HTMLTextAreaElement;
  const canned = form.elements.namedItem('canned') as HTMLSelectElement;
  const formId = form.elements.namedItem('formId') as HTMLInputElement;
  const csrf = (form.elements.namedItem('csrf') as HTMLInputElement).value;
  const problem = document.getElementById('chat-problem');
  let typedAt = 0;
  let isSending = false;
  formId.value = crypto.randomUUID();

  canned.addEventListener('change', () => {
    field.value = canned.selectedOptions[0]?.dataset['text'] ?? '';
    canned.selectedIndex = 0;
    field.focus();
  });
  field.addEventListener('input', () => {
    if (Date.now() - typedAt < TYPING_EVERY_MS) return;
    typedAt = Date.now();
    post(`${path}/typing`, new URLSearchParams({ csrf })).catch(() => undefined);
  });
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    event.stopPropagation();
    void send();
  });

  async function send(): Promise<void> {
    const text = field.value.trim();
    if (text === '' || isSending) return;
    isSending = true;
    const kind = await post(`${path}/send`, new URLSearchParams({ csrf, formId: formId.value, text })).catch(
      () => 'failed',
    );
    isSending = false;
    // The number of the form stays until the message has arrived: sent again, it is written once.
    if (kind === 'changed') {
      formId.value = crypto.randomUUID();
      if (field.value.trim() === text) field.value = '';
      onSent();
    }
    say(kind === 'changed' ? undefined : kind === 'failed' ? form.dataset['failed'] : form.dataset['refused']);
  }

  function say(words: string | undefined): void {
    if (!problem) return;
    problem.hidden = words === undefined;
    problem.textContent = words ?? '';
  }
}

async function post(address: string, body: URLSearchParams): Promise<string> {
  const response = await fetch(address, { method: 'POST', body, headers: { accept: 'application/json' } });
  if (response.status === 204) return 'changed';
  if (!response.ok) return 'failed';
  return ((await response.json()) as { readonly kind: string }).kind;
}
