import { type Activity, isOwn } from './activity.ts';
import { createChoices } from './choices.ts';
import { byId, clear, element } from './element.ts';
import type { SendState } from './outbox.ts';
import { renderCard } from './renderCard.ts';
import { appendParagraphs } from './renderPieces.ts';
import { createScroller } from './scroller.ts';
import { findLanguage, putText, type TextKey } from './texts.ts';
import { createTyping } from './typing.ts';

export interface TranscriptEvents {
  readonly onChoice: (title: string, command: string) => void;
  /** The person tapped on a message that was not sent. */
  readonly onRetry: (activityId: string) => void;
}

/** What has been said, on the screen. */
export interface Transcript {
  /** A message of the person, at once, before the server has it. */
  showOwn(activityId: string, text: string): void;
  setState(activityId: string, state: SendState): void;
  /** Activities of the server: new ones, echoes, and changed ones under their old id. */
  show(activities: readonly Activity[], isHistory: boolean): void;
  /** A line of the page itself. */
  note(key: TextKey): void;
  /** Takes everything away and leaves one line. */
  wipe(key: TextKey): void;
  isEmpty(): boolean;
}

/** Shows the conversation in the log of the page. */
export function createTranscript(events: TranscriptEvents): Transcript {
  const log = byId('log');
  const list = byId('messages');
  const choices = createChoices(byId('choices'), events.onChoice);
  const typing = createTyping();
  const scroller = createScroller(log, byId('more'));
  // By id of the server, and the person's own also by the id the page gave them.
  const shown = new Map<string, HTMLElement>();
  let count = 0;

  return {
    showOwn(activityId, text) {
      choices.hide();
      typing.hide();
      const message = makeOwn(text);
      shown.set(activityId, message);
      append(message);
      scroller.follow(message);
    },
    setState(activityId, state) {
      const message = shown.get(activityId);
      if (message) putState(message, state, () => events.onRetry(activityId));
    },
    show(activities, isHistory) {
      // A reader need not hear the whole chat again.
      if (isHistory) log.setAttribute('aria-live', 'off');
      for (const activity of activities) showOne(activity);
      if (isHistory) scroller.toEnd();
      if (isHistory) setTimeout(() => log.setAttribute('aria-live', 'polite'), 500);
    },
    note: showNote,
    wipe(key) {
      choices.hide();
      typing.hide();
      shown.clear();
      clear(list);
      count = 0;
      showNote(key);
    },
    isEmpty: () => count === 0,
  };

  function showNote(key: TextKey): void {
    const line = element('p', 'note');
    putText(line, key);
    typing.hide();
    append(line);
    scroller.reveal();
  }

  function showOne(activity: Activity): void {
    if (activity.type === 'typing' && !isOwn(activity)) {
      typing.show(list);
      scroller.reveal();
    }
    if (activity.type !== 'message') return;
    if (isOwn(activity)) showEcho(activity);
    else showBot(activity);
  }

  function showEcho(activity: Activity): void {
    const clientId = activity.channelData?.clientActivityID;
    const known = (clientId && shown.get(clientId)) || (activity.id && shown.get(activity.id));
    const message = known || makeOwn(activity.text ?? '');
    remember(activity, message);
    putState(message, 'sent');
    if (known) return;
    choices.hide();
    append(message);
    scroller.follow(message);
  }

  function showBot(activity: Activity): void {
    const message = makeBot(activity);
    const old = activity.id === undefined ? undefined : shown.get(activity.id);
    typing.hide();
    if (old) old.replaceWith(message);
    else append(message);
    remember(activity, message);
    if (old && list.lastElementChild !== message && message.nextElementSibling !== choices.root) return;
    choices.show(activity.suggestedActions?.actions ?? [], message);
    scroller.reveal();
  }

  function remember(activity: Activity, message: HTMLElement): void {
    if (activity.id !== undefined) shown.set(activity.id, message);
  }

  function append(message: HTMLElement): void {
    count += 1;
    list.append(message);
  }
}

function makeOwn(text: string): HTMLElement {
  const message = element('div', 'message own');
  message.append(makeAuthor('log.you'));
  const bubble = element('div', 'bubble');
  const paragraph = element('p', '', text);
  paragraph.dir = 'auto';
  bubble.append(paragraph);
  message.append(bubble);
  return message;
}

function makeBot(activity: Activity): HTMLElement {
  const staff = activity.channelData?.staff;
  const message = element('div', staff ? 'message bot staff' : 'message bot');
  // Each message keeps the language it was said in.
  const language = findLanguage(activity.locale);
  if (activity.locale) message.lang = activity.locale;
  // Staff may write another language than the page speaks: their words find their own direction, their place does not.
  message.dir = staff ? document.documentElement.dir : (language?.direction ?? 'auto');
  // Who is a person bears a name that everybody sees; the assistant's is only read aloud.
  const author = staff ? element('p', 'name', staff.name) : makeAuthor('log.assistant');
  if (!staff) author.lang = document.documentElement.lang;
  message.append(author);
  const card = activity.channelData?.card;
  const bubble = element('div', card ? `bubble bubble-${card.kind}` : 'bubble');
  if (staff) bubble.dir = 'auto';
  if (card) bubble.append(renderCard(card));
  else appendParagraphs(bubble, activity.text ?? '');
  message.append(bubble);
  return message;
}

function makeAuthor(key: TextKey): HTMLElement {
  const author = element('span', 'sr');
  putText(author, key);
  return author;
}

function putState(message: HTMLElement, state: SendState, onRetry?: () => void): void {
  const old = message.querySelector('.state');
  if (old) old.remove();
  if (state === 'sent') return;
  const line = element(state === 'failed' ? 'button' : 'p', `state state-${state}`);
  putText(line, state === 'failed' ? 'message.failed' : 'message.sending');
  if (state === 'failed') line.addEventListener('click', () => onRetry?.());
  // Said aloud only if it went wrong.
  else line.setAttribute('aria-hidden', 'true');
  message.append(line);
}
