import type { SuggestedAction } from './activity.ts';
import { clear, element } from './element.ts';
import { text } from './texts.ts';

/** The buttons under the last message. */
export interface Choices {
  readonly root: HTMLElement;
  /** Shows these buttons under a message, in its language; none at all hides the group. */
  show(actions: readonly SuggestedAction[], message: HTMLElement): void;
  hide(): void;
}

/** Takes over the group of buttons that came with the page. */
export function createChoices(root: HTMLElement, onChoice: (title: string, command: string) => void): Choices {
  root.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>('button[data-command]');
    if (button) onChoice(button.textContent ?? '', button.getAttribute('data-command') ?? '');
  });
  for (const button of Array.from(root.querySelectorAll('button'))) button.disabled = false;

  return {
    root,
    show(actions, message) {
      root.remove();
      clear(root);
      for (const { title, value } of actions)
        if (title && typeof value === 'string') root.append(makeButton(title, value));
      if (!root.firstChild) return;
      root.setAttribute('aria-label', text('log.choices'));
      root.lang = message.lang;
      root.dir = message.dir;
      message.after(root);
    },
    hide() {
      root.remove();
    },
  };
}

function makeButton(title: string, command: string): HTMLButtonElement {
  const button = element('button', 'choice', title);
  button.type = 'button';
  button.dir = 'auto';
  button.setAttribute('data-command', command);
  return button;
}
