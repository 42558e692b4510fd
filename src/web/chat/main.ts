import { createChat } from './chat.ts';
import { createComposer } from './composer.ts';
import { byId } from './element.ts';
import { fitKeyboard } from './fitKeyboard.ts';
import { watchIdle } from './idle.ts';
import { initPanels } from './panels.ts';
import { initQuickExit } from './quickExit.ts';
import { markLeft } from './session.ts';
import { initTexts, text } from './texts.ts';

// The script is deferred: the page stands complete. The way out comes first, whatever happens after.
initQuickExit(() => chat.stop());
initTexts();

const panels = initPanels();
const touch = watchIdle(() => {
  if (chat.isEmpty() && composer.isEmpty()) return;
  composer.clear();
  chat.wipe('ended.idle');
});
const chat = createChat(touch);
const composer = createComposer(
  (message) => chat.send(message),
  () => chat.type(),
);

const human = byId('human') as HTMLButtonElement;
human.disabled = false;
human.addEventListener('click', () => {
  panels.close();
  // Two taps are one wish.
  if (!chat.isSending()) chat.send(text('bot.button.human'), 'human.ask');
  composer.focusIfKeyboard();
});

byId('languages').addEventListener('click', (event) => {
  const link = (event.target as Element).closest<HTMLAnchorElement>('a[data-texts]');
  if (!link) return;
  event.preventDefault();
  panels.close();
  if (link.lang === document.documentElement.lang) return;
  // A page more in the history would be a page that Back shows after leaving.
  if (chat.isEmpty()) location.replace(link.href);
  else chat.changeLanguage(link.lang);
});

byId('choices').addEventListener('click', () => composer.focusIfKeyboard());
byId('skip').addEventListener('click', (event) => {
  event.preventDefault();
  byId('text').focus();
});

window.addEventListener('online', () => chat.wake());
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') chat.wake();
});
window.addEventListener('pagehide', markLeft);
window.addEventListener('pageshow', (event) => {
  if (event.persisted) chat.comeBack();
});
fitKeyboard();
chat.resume();
