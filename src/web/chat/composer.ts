import { byId } from './element.ts';
import { text } from './texts.ts';

/** The text field with its button. */
export interface Composer {
  isEmpty(): boolean;
  clear(): void;
  /** Where there is a keyboard, puts the cursor back; on a phone this would open the keyboard over the answer. */
  focusIfKeyboard(): void;
}

/** The channel takes no more (2,000 code points). */
const MAX_LENGTH = 2_000;

const HINT_FROM = 1_800;

/** Makes the text field grow, count and send. */
export function createComposer(onSend: (message: string) => void, onType: () => void): Composer {
  const form = byId('composer') as HTMLFormElement;
  const field = byId('text') as HTMLTextAreaElement;
  const button = byId('send') as HTMLButtonElement;
  const counter = byId('counter');
  const isTouch = matchMedia('(hover: none), (pointer: coarse)').matches;

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send();
  });
  field.addEventListener('input', () => {
    update();
    if (field.value !== '') onType();
  });
  field.addEventListener('keydown', (event) => {
    // On a phone the return key makes a new line, as everywhere; while composing a word it chooses the word.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || isTouch) return;
    event.preventDefault();
    send();
  });
  // A tap on the button must not take the keyboard away.
  button.addEventListener('mousedown', (event) => event.preventDefault());
  update();

  return {
    isEmpty: () => field.value.trim() === '',
    clear() {
      field.value = '';
      update();
    },
    focusIfKeyboard() {
      if (!isTouch) field.focus();
    },
  };

  function send(): void {
    const message = field.value.trim();
    if (!message || countCharacters(message) > MAX_LENGTH) return;
    field.value = '';
    update();
    onSend(message);
  }

  function update(): void {
    const count = countCharacters(field.value.trim());
    const isTooLong = count > MAX_LENGTH;
    button.disabled = count === 0 || isTooLong;
    counter.className = isTooLong ? 'counter counter-over' : 'counter';
    counter.textContent = describe(count);
    if (isTooLong) field.setAttribute('aria-invalid', 'true');
    else field.removeAttribute('aria-invalid');
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight}px`;
  }
}

function describe(count: number): string {
  if (count > MAX_LENGTH) return text('composer.tooLong', count - MAX_LENGTH);
  return count >= HINT_FROM ? text('composer.left', MAX_LENGTH - count) : '';
}

/** Counts as the server does: code points, so that 👍 is one. */
function countCharacters(value: string): number {
  let count = 0;
  for (const _ of value) count += 1;
  return count;
}
