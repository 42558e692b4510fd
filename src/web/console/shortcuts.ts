/** Where the choice to do without shortcuts is kept: in this browser, and it names nobody. */
const STORED = 'staff-shortcuts';

/** Where a page without a search field leads. */
const SEARCH = '/staff/requests#find';

/**
 * Single keys for people who work here all day: never while somebody writes, never together with Ctrl, Alt or Meta, and
 * they can be switched off (WCAG 2.1.4). What each does stands in `shortcutHelp.ts`.
 */
export function listenShortcuts(): void {
  const help = document.getElementById('shortcuts') as HTMLDialogElement | null;
  const opener = document.getElementById('shortcuts-open');
  const use = document.getElementById('shortcuts-use') as HTMLInputElement | null;
  if (!help || !opener || !use) return;

  opener.hidden = false;
  opener.addEventListener('click', () => help.showModal());
  use.checked = localStorage.getItem(STORED) !== 'off';
  use.addEventListener('change', () => localStorage.setItem(STORED, use.checked ? 'on' : 'off'));
  if (location.hash === '#find') focus('#find');

  document.addEventListener('keydown', (event) => {
    if (!use.checked || help.open || event.defaultPrevented || isWriting(event)) return;
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (press(event.key, () => help.showModal())) event.preventDefault();
  });
}

/** @returns true if the key did something. */
function press(key: string, showHelp: () => void): boolean {
  switch (key) {
    case 'j':
      return move(1);
    case 'k':
      return move(-1);
    // The arrows scroll the page until somebody is in the list.
    case 'ArrowDown':
      return isInList() && move(1);
    case 'ArrowUp':
      return isInList() && move(-1);
    case '/':
      if (!focus('#find')) location.assign(SEARCH);
      return true;
    case 't':
      return click('#take');
    case 'r':
      return focus('#chat-form textarea');
    case '?':
      showHelp();
      return true;
    default:
      return false;
  }
}

/** Enter then opens the request: the focus is on its link. */
function move(step: 1 | -1): boolean {
  const links = Array.from(document.querySelectorAll<HTMLElement>('a.reference'));
  const at = links.findIndex((link) => link === document.activeElement);
  const next = at < 0 ? links[0] : links[at + step];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
  return links.length > 0;
}

function isInList(): boolean {
  return document.activeElement?.matches('a.reference') ?? false;
}

function focus(selector: string): boolean {
  const field = document.querySelector<HTMLElement>(selector);
  field?.focus();
  return field !== null;
}

function click(selector: string): boolean {
  const button = document.querySelector<HTMLElement>(selector);
  button?.click();
  return button !== null;
}

function isWriting(event: KeyboardEvent): boolean {
  const target = event.target;
  if (event.isComposing || !(target instanceof HTMLElement)) return true;
  return target.isContentEditable || target.matches('input:not([type="checkbox"]), textarea, select');
}
