import type { BotTurn, BotTurnHandler, InboundActivity } from '#src/domain/channel.ts';
import { cleanText } from '#src/domain/cleanText.ts';
import type { Clock } from '#src/domain/clock.ts';
import { parseCommand } from '#src/domain/command.ts';
import type { ConversationMemory, TurnInput, TurnOutput } from '#src/domain/conversation.ts';
import { StorageUnavailableError } from '#src/domain/errors.ts';
import type { DeskNews } from '#src/domain/liveChat.ts';
import type { LocaleTag } from '#src/domain/locale.ts';
import { describeError, type Logger } from '#src/domain/logger.ts';
import type { StateStore } from '#src/domain/stateStore.ts';
import { negotiateLocale } from '#src/i18n/negotiateLocale.ts';
import type { Texts } from '#src/i18n/translator.ts';
import { ConversationState, type DialogState, type StatePropertyAccessor, type TurnContext } from '#src/sdk.ts';
import {
  eventActivity,
  handoffInitiationActivity,
  handoffStatusActivity,
  messageActivity,
  staffMessageActivity,
  typingActivity,
} from './activities.ts';
import { BotStorage } from './botStorage.ts';
import { ChannelAdapter } from './channelAdapter.ts';

/** A turn that takes longer shows that somebody is at work. Most take a few milliseconds. */
const TYPING_AFTER_MS = 400;

/** The root of the dialogs, as the bot sees it; `dialogs/root.ts` is the one. */
export interface ConversationRoot {
  welcome(memory: ConversationMemory, output: TurnOutput): Promise<void>;
  /** News of the desk: a staff member has come, written, or gone. */
  hearDesk(
    context: TurnContext,
    dialogState: StatePropertyAccessor<DialogState>,
    memory: ConversationMemory,
    news: DeskNews,
    output: TurnOutput,
  ): Promise<void>;
  run(
    context: TurnContext,
    dialogState: StatePropertyAccessor<DialogState>,
    memory: ConversationMemory,
    input: TurnInput,
    output: TurnOutput,
  ): Promise<void>;
}

export interface BotOptions {
  readonly root: ConversationRoot;
  readonly states: StateStore;
  readonly locales: readonly LocaleTag[];
  readonly texts: (locale: LocaleTag) => Texts;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Ends a chat everywhere: transcript, state, tokens, open sockets. */
  readonly endChat: (conversationId: string) => Promise<void>;
  readonly shieldFromNetworkLimits: (conversationId: string) => void;
}

/**
 * The bot behind every channel: loads what it remembers, runs one turn through the root dialog, saves, and apologises in
 * the person's language when something breaks. Errors are logged by name and code only: a dialog error carries the
 * whole stack of dialogs, with what people have typed.
 */
export function createBotTurnHandler(options: BotOptions): BotTurnHandler {
  const conversationState = new ConversationState(new BotStorage(options.states, options.logger));
  const memoryProperty = conversationState.createProperty<ConversationMemory>('memory');
  const dialogProperty = conversationState.createProperty<DialogState>('dialogs');

  return {
    async handle(turn) {
      const { activity } = turn;
      const context = new ChannelAdapter(turn).createContext();
      let memory = firstMemory(activity, options.locales);
      let ends = false;
      const endChat = (): void => {
        ends = true;
      };
      const output = outputOf(context, () => memory.locale, turn, options, endChat);
      const typing = options.clock.schedule(TYPING_AFTER_MS, () => {
        turn.send(typingActivity() as never).catch(() => undefined);
      });
      try {
        memory = await loadMemory(context, memory);
        if (turn.attempt > 1 && memory.lastActivityId === activity.id) return;
        memory.lastActivityId = activity.id;
        await runActivity(activity, context, memory, output);
        if (!ends) await conversationState.saveChanges(context);
      } catch (thrown) {
        const error = unwrapDialogError(thrown);
        options.logger.error('turn failed', { conversationId: activity.conversation.id, ...describeError(error) });
        await output.say(apology(options.texts(memory.locale)));
        // A database that was away for a moment: nothing is saved, so that the dialog stands where it was and takes the
        // same answer again. Anything else is a bug in a dialog, which would meet every later message too.
        if (error instanceof StorageUnavailableError) return;
        await dialogProperty.delete(context);
        await conversationState.saveChanges(context);
      } finally {
        typing.cancel();
      }
      if (!ends) return;
      await context.sendActivity(eventActivity('chat.deleted'));
      await options.endChat(activity.conversation.id);
    },

    async giveUp(turn) {
      const context = new ChannelAdapter(turn).createContext();
      const first = firstMemory(turn.activity, options.locales);
      const { locale } = await loadMemory(context, first).catch(() => first);
      await context.sendActivity(messageActivity(apology(options.texts(locale)), locale));
    },
  };

  /** What the bot remembers; a language that is no longer offered gives way to that of `first`. */
  async function loadMemory(context: TurnContext, first: ConversationMemory): Promise<ConversationMemory> {
    const memory = await memoryProperty.get(context, first);
    if (!options.locales.includes(memory.locale)) {
      Object.assign(memory, { locale: first.locale, localeOrigin: first.localeOrigin });
    }
    return memory;
  }

  async function runActivity(
    activity: InboundActivity,
    context: TurnContext,
    memory: ConversationMemory,
    output: TurnOutput,
  ): Promise<void> {
    if (activity.type === 'conversationUpdate') {
      const somebodyJoined = activity.membersAdded?.some((member) => member.id !== activity.recipient.id) ?? false;
      if (somebodyJoined && !activity.channelData?.welcomeShown) await options.root.welcome(memory, output);
      return;
    }
    if (activity.deskNews) {
      await options.root.hearDesk(context, dialogProperty, memory, activity.deskNews, output);
      return;
    }
    const input = readInput(activity);
    if (activity.type === 'event') {
      // Events come from the page itself: its language menu, and what it has shown.
      if (input.command?.kind === 'language.set' || input.command?.kind === 'live.seen')
        await options.root.run(context, dialogProperty, memory, input, output);
      return;
    }
    if (input.text === '' && input.command === undefined) {
      const texts = options.texts(memory.locale);
      await output.say({ text: texts.t(activity.channelData?.attachmentsDropped ? 'sdk.attachment' : 'welcome.ask') });
      return;
    }
    await options.root.run(context, dialogProperty, memory, input, output);
  }
}

/** The SDK wraps what a dialog throws, together with the whole stack of dialogs. */
function unwrapDialogError(thrown: unknown): unknown {
  return thrown instanceof Error && 'error' in thrown ? thrown.error : thrown;
}

function firstMemory(activity: InboundActivity, locales: readonly LocaleTag[]): ConversationMemory {
  const wished = negotiateLocale(activity.locale, locales);
  return { locale: wished ?? locales[0] ?? 'en', localeOrigin: wished ? 'browser' : 'assumed', misses: 0 };
}

function readInput(activity: InboundActivity): TurnInput {
  if (activity.type === 'event') {
    return {
      text: '',
      command: parseCommand(`${activity.name ?? ''}:${typeof activity.value === 'string' ? activity.value : ''}`),
    };
  }
  const command = parseCommand(activity.value);
  // The text of a button is only its title: the command is what counts.
  if (command) return { text: '', command };
  const { text, hadHiddenCharacters } = cleanText(activity.text ?? '');
  const isMarked = hadHiddenCharacters || activity.channelData?.hiddenCharactersRemoved === true;
  return { text, command: undefined, ...(isMarked ? { hadHiddenCharacters: true } : {}) };
}

function outputOf(
  context: TurnContext,
  locale: () => LocaleTag,
  turn: BotTurn,
  options: BotOptions,
  end: () => void,
): TurnOutput {
  const conversationId = turn.activity.conversation.id;
  return {
    conversationId,
    channel: turn.activity.channelId,
    activityId: turn.activity.id,
    sayAsStaff: async (message) => {
      await context.sendActivity(staffMessageActivity(message));
    },
    initiateHandoff: async (handoffContext) => {
      await context.sendActivity(handoffInitiationActivity(context, handoffContext));
    },
    announceHandoff: async (state) => {
      await context.sendActivity(handoffStatusActivity(context, state));
    },
    say: async (message) => {
      await context.sendActivity(messageActivity(message, locale()));
    },
    announceLanguage: async (tag) => {
      await context.sendActivity(eventActivity('language.changed', tag));
    },
    endConversation: end,
    protectFromLimits: () => options.shieldFromNetworkLimits(conversationId),
  };
}

function apology(texts: Texts): {
  readonly text: string;
  readonly choices: readonly { readonly title: string; readonly command: string }[];
} {
  return {
    text: texts.t('sdk.error'),
    choices: [
      { title: texts.t('button.emergency'), command: 'emergency.show' },
      { title: texts.t('button.human'), command: 'human.ask' },
    ],
  };
}
