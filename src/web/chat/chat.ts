import { type Activity, isOwn, makeActivityId, type OutgoingActivity } from './activity.ts';
import { type CallResult, callServer } from './callServer.ts';
import { createConnection } from './connection.ts';
import { createOutbox } from './outbox.ts';
import { forgetSession, getSession, keepSession, restoreSession } from './session.ts';
import { createStaffChat } from './staffChat.ts';
import { createStatusLine } from './statusLine.ts';
import { switchTexts, type TextKey } from './texts.ts';
import { createTokenRefresh } from './tokenRefresh.ts';
import { createTranscript } from './transcript.ts';
import { findUnmetWish } from './unmetWish.ts';

/** The conversation with the bot, as the page's controls use it. */
export interface Chat {
  /** Sends words, or a button with its command. The first one starts the conversation. */
  send(text: string, command?: string): void;
  /** Speaks another language from now on, and tells the bot. */
  changeLanguage(tag: string): void;
  /** The person types. */
  type(): void;
  /** True while a message waits to be sent. */
  isSending(): boolean;
  /** Takes up the conversation that a reload has interrupted. */
  resume(): void;
  /** The browser had put the page aside and shows it again. */
  comeBack(): void;
  /** Tries now what waits for the network. */
  wake(): void;
  /** Takes everything off the screen and out of storage and leaves one line. */
  wipe(key: TextKey): void;
  /** True if nothing has been said yet. */
  isEmpty(): boolean;
  /** Stops everything, without a word. */
  stop(): void;
}

interface Started {
  readonly conversationId: string;
  readonly token: string;
  readonly expires_in?: number;
  readonly streamUrl: string;
}

/** Joins screen, queue, connection and storage to one conversation. */
export function createChat(onActivity: () => void): Chat {
  let language = document.documentElement.lang;
  // A language the person did not ask for must not look like theirs: the bot would take it as a hint.
  let unmetWish = findUnmetWish();
  let lastCommand: string | undefined;
  // What was asked before everything was wiped must not bring it back.
  let run = 0;
  const status = createStatusLine();
  const transcript = createTranscript({
    onChoice: (title, command) => chat.send(title, command),
    onRetry: (activityId) => outbox.retry(activityId),
  });
  const connection = createConnection({
    onActivities: receive,
    onReachable: setReachable,
    onEnded: () => end('ended.expired'),
  });
  const staff = createStaffChat((seq) => sendEvent('live.seen', String(seq)));
  const refresh = createTokenRefresh(() => end('ended.expired'));
  const outbox = createOutbox({
    deliver,
    onState: (activityId, state) => transcript.setState(activityId, state),
    onBusy: () => status.showBusy(),
    onUnreachable: () => status.setReachable(false),
  });

  const chat: Chat = {
    send(text, command) {
      lastCommand = command;
      const activity = makeMessage(text, command);
      transcript.showOwn(activity.channelData.clientActivityID, text);
      outbox.add(activity);
    },
    changeLanguage(tag) {
      useLanguage(tag);
      // A chat that has not begun, or has ended, hears of it with its first message.
      if (getSession() || outbox.isBusy()) sendEvent('language.set', tag);
    },
    type: () => staff.type(),
    resume() {
      const session = restoreSession();
      if (!session) return;
      if (session.language !== language) useLanguage(session.language);
      connection.resume();
      refresh.start();
    },
    isSending: () => outbox.isBusy(),
    comeBack() {
      if (!getSession()) return;
      // Put aside for too long: whoever comes now may be somebody else.
      if (restoreSession()) chat.wake();
      else chat.wipe('ended.expired');
    },
    wake() {
      connection.wake();
      outbox.wake();
    },
    wipe(key) {
      chat.stop();
      status.clear();
      transcript.wipe(key);
    },
    isEmpty: () => transcript.isEmpty() && getSession() === undefined,
    stop() {
      run += 1;
      connection.stop();
      refresh.stop();
      outbox.clear();
      forgetSession();
    },
  };
  return chat;

  function makeMessage(text: string, command: string | undefined): OutgoingActivity {
    const clientActivityID = makeActivityId();
    const locale = unmetWish ?? language;
    return command === undefined
      ? { type: 'message', text, locale, channelData: { clientActivityID } }
      : {
          type: 'message',
          text,
          value: command,
          locale,
          channelData: { clientActivityID, messageBack: { displayText: text } },
        };
  }

  function sendEvent(name: string, value: string): void {
    const channelData = { clientActivityID: makeActivityId() };
    outbox.add({ type: 'event', name, value, locale: language, channelData });
  }

  async function deliver(activity: OutgoingActivity): Promise<CallResult<unknown>> {
    const session = getSession();
    if (!session) return start(activity);
    const path = `/v3/directline/conversations/${encodeURIComponent(session.conversationId)}/activities`;
    const result = await callServer('POST', path, session.token, activity);
    if (result.kind === 'done') setReachable(true);
    if (result.kind === 'ended' && getSession()?.conversationId === session.conversationId) end('ended.expired');
    return result;
  }

  /** One call starts the conversation and brings its first message: each round trip costs a second on a slow network. */
  async function start(activity: OutgoingActivity): Promise<CallResult<unknown>> {
    const mine = run;
    const started = await callServer<Started>('POST', '/chat/start', undefined, {
      locale: unmetWish ?? language,
      activity,
    });
    // Nothing has begun yet that could have ended: this page may not start a chat.
    if (started.kind === 'ended' || mine !== run) return { kind: 'refused' };
    if (started.kind !== 'done') return started;
    const { conversationId, token, streamUrl, expires_in } = started.value;
    keepSession({ conversationId, token, language });
    // The answer is on its way, but the stream that would say so is not open yet.
    transcript.show([{ type: 'typing' }], false);
    connection.begin(streamUrl);
    refresh.start(expires_in);
    setReachable(true);
    return started;
  }

  function receive(activities: readonly Activity[], isHistory: boolean): void {
    onActivity();
    for (const { type, channelData } of activities) {
      if (type !== 'typing' && channelData?.clientActivityID) outbox.confirm(channelData.clientActivityID);
    }
    transcript.show(activities, isHistory);
    staff.notice(activities);
    for (const activity of activities) if (activity.type === 'event' && !isOwn(activity)) obey(activity, isHistory);
  }

  function obey({ name, value }: Activity, isHistory: boolean): void {
    if (name === 'chat.deleted') chat.wipe('ended.deleted');
    // After a reload the page already speaks the language it spoke last.
    if (name === 'language.changed' && typeof value === 'string' && !isHistory) useLanguage(value);
  }

  function useLanguage(tag: string): void {
    language = tag;
    unmetWish = undefined;
    const session = getSession();
    if (session) keepSession({ ...session, language: tag });
    // Without network the words stay as they are until the next switch: no reason to stop anybody.
    switchTexts(tag).then(
      () => history.replaceState(null, '', `/?lang=${encodeURIComponent(tag)}`),
      () => undefined,
    );
  }

  function setReachable(isReachable: boolean): void {
    status.setReachable(isReachable);
    if (isReachable) outbox.wake();
  }

  /** The server has forgotten the conversation. What is on the screen may stay; the next message starts anew. */
  function end(key: TextKey): void {
    // The person asked for it, and only the word of it got lost on the way.
    if (lastCommand === 'chat.deleteYes') {
      chat.wipe('ended.deleted');
      return;
    }
    connection.stop();
    refresh.stop();
    forgetSession();
    status.clear();
    transcript.note(key);
  }
}
