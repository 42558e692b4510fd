import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { RootDialog } from '#dialogs/root.ts';
import { createBotTurnHandler } from '#src/bot/botTurnHandler.ts';
import type { Answerer } from '#src/domain/answering.ts';
import type { Card } from '#src/domain/card.ts';
import type { BotTurn, BotTurnHandler, InboundActivity, OutboundActivity } from '#src/domain/channel.ts';
import type { ContactDesk } from '#src/domain/contactRequest.ts';
import { StorageUnavailableError } from '#src/domain/errors.ts';
import type { Ids } from '#src/domain/ids.ts';
import type { DeskNews } from '#src/domain/liveChat.ts';
import type { PhoneReader, TextReader } from '#src/domain/textReader.ts';
import type { QuestionKeeper } from '#src/domain/unansweredQuestions.ts';
import { createTranslator } from '#src/i18n/translator.ts';
import { loadKnowledge } from '#src/knowledge/loadKnowledge.ts';
import { FakeClock } from './fakeClock.ts';
import { FakeContactDesk } from './fakeContactDesk.ts';
import { FakeIds } from './fakeIds.ts';
import { FakeLiveChat } from './fakeLiveChat.ts';
import { FakeQuestionKeeper } from './fakeQuestionKeeper.ts';
import { MemoryStateStore } from './memoryStateStore.ts';
import { type Script, ScriptedAnswerer } from './scriptedAnswerer.ts';
import { SilentLogger } from './silentLogger.ts';

export const LOCALES_DIR = join(import.meta.dirname, '../../locales');

/** One thing the bot said, as a person would see it. */
export interface Said {
  readonly text: string;
  readonly card: Card | undefined;
  readonly buttons: readonly { readonly title: string; readonly command: string }[];
  readonly locale: string;
}

/** A simple reader for dialog tests: what it can read is written plainly. The real one has tests of its own. */
export const plainTextReader: TextReader = {
  findEmail: async (text) => /[\w.+-]+@[\w-]+\.[\w.]+/.exec(text)?.[0],
  readYesNo: async () => undefined,
  readTime: async (text) => (text.includes('tomorrow') ? '2027-03-02T18:00/2027-03-02T23:59' : undefined),
};

export const plainPhoneReader: PhoneReader = (text) => {
  const digits = text.replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660)).replace(/[^\d+]/g, '');
  if (digits.length < 6) return undefined;
  return digits.length >= 9
    ? { number: digits.replace(/^0/, '+32'), isValid: true }
    : { number: digits, isValid: false };
};

export interface ChatOptions {
  readonly script?: Script;
  readonly answerer?: Answerer;
  readonly locale?: string;
  readonly operated?: boolean;
  readonly staffChatLanguages?: readonly string[];
  readonly desk?: FakeContactDesk;
  /** Instead of the stand-in: the real desk over a real database. */
  readonly realDesk?: ContactDesk;
  /** Instead of the stand-in. */
  readonly questions?: QuestionKeeper;
  readonly clock?: FakeClock;
  readonly ids?: Ids;
  readonly states?: MemoryStateStore;
}

const NOTHING_SAID: Said = { text: '', card: undefined, buttons: [], locale: '' };

type ActivityPart = Partial<InboundActivity> & { readonly type: InboundActivity['type'] };

/** What a test looks at in an activity of the bot. */
interface SentActivity {
  readonly type?: string;
  readonly name?: string;
  readonly value?: unknown;
  readonly text?: string;
  readonly locale?: string;
  readonly channelData?: { readonly card?: Card; readonly staff?: { readonly name: string; readonly seq: number } };
  readonly suggestedActions?: { readonly actions: readonly { readonly title: string; readonly value: string }[] };
}

/** A conversation with the real bot, dialogs, texts and knowledge; only models, desk and channel are stand-ins. */
export class Chat {
  readonly said: Said[] = [];
  /** What staff said through the bot. */
  readonly staffSaid: { readonly name: string; readonly seq: number; readonly text: string }[] = [];
  readonly events: { readonly name: string; readonly value: unknown }[] = [];
  readonly clock: FakeClock;
  readonly desk: FakeContactDesk;
  readonly liveChat = new FakeLiveChat();
  readonly questions = new FakeQuestionKeeper();
  readonly states: MemoryStateStore;
  readonly logger = new SilentLogger();
  readonly ended: string[] = [];
  /** What became of messages, as the metrics count it. */
  readonly counted: string[] = [];
  /** The languages of chats as they are counted. */
  readonly conversationsCounted: string[] = [];
  /** So many messages of the bot are not taken from now on: the log is away. */
  sendOutages = 0;
  /** Conversations that limits by network no longer stop, once per turn that said so. */
  readonly shielded: string[] = [];
  readonly #locale: string;
  #handler: BotTurnHandler | undefined;
  #count = 0;

  private constructor(options: ChatOptions) {
    this.clock = options.clock ?? new FakeClock('2027-03-01T09:00:00Z');
    this.desk = options.desk ?? new FakeContactDesk();
    this.states = options.states ?? new MemoryStateStore();
    this.#locale = options.locale ?? 'en';
  }

  static async open(options: ChatOptions = {}): Promise<Chat> {
    const chat = new Chat(options);
    const operated = options.operated ?? true;
    const knowledge = loadKnowledge({ localesDir: LOCALES_DIR, clock: chat.clock, operated, showDraftHighRisk: true });
    const locales = knowledge.languages.map((language) => language.tag);
    const texts = await createTranslator({ localesDir: LOCALES_DIR, locales, contacts: knowledge.contacts });
    const answerer = options.answerer ?? new ScriptedAnswerer(options.script);
    const root = new RootDialog({
      answerer,
      consider: (utterance) => Promise.resolve(answerer.interpret(utterance)),
      knowledge,
      contactDesk: options.realDesk ?? chat.desk,
      liveChat: chat.liveChat,
      questions: options.questions ?? chat.questions,
      staffChatLanguages: options.staffChatLanguages ?? ['en', 'fr', 'nl'],
      textReader: plainTextReader,
      readPhone: plainPhoneReader,
      clock: chat.clock,
      ids: options.ids ?? new FakeIds(),
      texts,
      mode: operated ? 'operated' : 'demonstration',
      countReply: (kind, locale) => chat.counted.push(`${kind} ${locale}`),
      countConversation: (locale) => chat.conversationsCounted.push(locale),
      hashText: (text) => createHash('sha256').update(text).digest('hex').slice(0, 16),
    });
    chat.#handler = createBotTurnHandler({
      root,
      states: chat.states,
      locales,
      texts,
      clock: chat.clock,
      logger: chat.logger,
      endChat: async (id) => void chat.ended.push(id),
      shieldFromNetworkLimits: (id) => void chat.shielded.push(id),
    });
    return chat;
  }

  /** Types a message. */
  async type(text: string): Promise<Said> {
    return this.#send({ type: 'message', text });
  }

  /** Taps a button of the last message, by its title or command. */
  async tap(button: string): Promise<Said> {
    const last = this.said.at(-1);
    const found = last?.buttons.find((candidate) => candidate.command === button || candidate.title === button);
    if (!found) {
      throw new Error(
        `No button “${button}” under “${last?.text}”. There are: ${last?.buttons.map((b) => `${b.title} [${b.command}]`).join(', ')}`,
      );
    }
    return this.#send({ type: 'message', text: found.title, value: found.command });
  }

  /** Sends a command of the page, or of an older message. */
  async command(command: string): Promise<Said> {
    return this.#send({ type: 'message', text: 'button', value: command });
  }

  async join(welcomeShown = false): Promise<void> {
    await this.#send({
      type: 'conversationUpdate',
      membersAdded: [
        { id: 'dl_person', name: '' },
        { id: 'bot', name: 'Assistant' },
      ],
      channelData: { welcomeShown },
    });
  }

  async event(name: string, value: string): Promise<void> {
    await this.#send({ type: 'event', name, value });
  }

  /** The desk tells the bot something, as the channel hands it over from its own log. */
  async news(deskNews: DeskNews): Promise<void> {
    await this.#send({ type: 'event', name: 'handoff.status', value: deskNews, deskNews });
  }

  /** Everything said since the last message of the person. */
  get lastText(): string {
    return this.said.at(-1)?.text ?? '';
  }

  async resend(id: string, attempt: number, text: string): Promise<void> {
    await this.#send({ type: 'message', text, id }, attempt);
  }

  /** Hands over an activity as it is, again perhaps, as the channel does after a crash. */
  async deliver(part: ActivityPart, attempt = 1): Promise<Said> {
    return this.#send(part, attempt);
  }

  /** What the bot says of an activity that has brought the process down again and again. */
  async giveUp(text: string): Promise<Said> {
    await this.#handler?.giveUp(this.#turnOf({ type: 'message', text }, 4));
    return this.said.at(-1) ?? NOTHING_SAID;
  }

  async #send(part: ActivityPart, attempt = 1): Promise<Said> {
    await this.#handler?.handle(this.#turnOf(part, attempt));
    return this.said.at(-1) ?? NOTHING_SAID;
  }

  #turnOf(part: ActivityPart, attempt: number): BotTurn {
    this.#count += 1;
    const activity = {
      id: `c|${this.#count}`,
      timestamp: new Date(this.clock.now()),
      channelId: 'directline',
      serviceUrl: 'urn:test',
      conversation: { id: 'conversation-1' },
      from: { id: 'dl_person', name: '', role: 'user' as const },
      recipient: { id: 'bot', name: 'Assistant', role: 'bot' as const },
      locale: this.#locale,
      ...part,
    } as InboundActivity;
    return { activity, attempt, send: async (sent) => this.#hear(sent), update: async () => undefined };
  }

  #hear(sent: OutboundActivity): { readonly id: string } {
    const out = sent as SentActivity;
    if (out.type === 'message' && this.sendOutages > 0) {
      this.sendOutages -= 1;
      throw new StorageUnavailableError();
    }
    if (out.type === 'event') this.events.push({ name: out.name ?? '', value: out.value });
    if (out.type === 'message' && out.channelData?.staff) {
      this.staffSaid.push({ ...out.channelData.staff, text: out.text ?? '' });
    } else if (out.type === 'message') {
      this.said.push({
        text: out.text ?? '',
        card: out.channelData?.card,
        buttons: (out.suggestedActions?.actions ?? []).map(({ title, value }) => ({ title, command: value })),
        locale: out.locale ?? '',
      });
    }
    return { id: `bot|${this.said.length}` };
  }
}
