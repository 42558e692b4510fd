import type { Answerer, Interpretation, KnowledgeBase, Utterance } from '#src/domain/answering.ts';
import type { OutgoingMessage } from '#src/domain/card.ts';
import type { Clock } from '#src/domain/clock.ts';
import type { ContactDesk } from '#src/domain/contactRequest.ts';
import type { ConversationMemory, TurnInput, TurnOutput } from '#src/domain/conversation.ts';
import type { Ids } from '#src/domain/ids.ts';
import type { LiveChat } from '#src/domain/liveChat.ts';
import type { LocaleTag } from '#src/domain/locale.ts';
import type { ReplyKind } from '#src/domain/reply.ts';
import type { PhoneReader, TextReader } from '#src/domain/textReader.ts';
import type { QuestionKeeper } from '#src/domain/unansweredQuestions.ts';
import type { Texts } from '#src/i18n/translator.ts';
import type { TurnContext } from '#src/sdk.ts';

/** What dialogs may ask of the world: ports only. */
export interface DialogServices {
  readonly answerer: Answerer;
  /** The decision for a message in free chat, with the advice of a model of meaning if there is one. */
  readonly consider: (utterance: Utterance) => Promise<Interpretation>;
  readonly knowledge: KnowledgeBase;
  readonly contactDesk: ContactDesk;
  readonly liveChat: LiveChat;
  readonly questions: QuestionKeeper;
  readonly textReader: TextReader;
  readonly readPhone: PhoneReader;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly texts: (locale: LocaleTag) => Texts;
  /** `demonstration`: nobody of IOM reads requests, and every form says so. */
  /** Languages in which staff can write: only there “here in this chat” is offered. */
  readonly staffChatLanguages: readonly LocaleTag[];
  readonly mode: 'demonstration' | 'operated';
  /** A short hash of a text shown to the person, as the proof of what they agreed to. */
  readonly hashText: (text: string) => string;
  /** Counts what became of an utterance, by kind and language: never by words or topic. */
  readonly countReply: (kind: ReplyKind | 'unsupportedLanguage', locale: LocaleTag) => void;
  /** Counts a chat in which the person has done something, once. */
  readonly countConversation: (locale: LocaleTag) => void;
}

/** One turn, as every dialog sees it: what came in, in which language, and how to answer. */
export interface Turn {
  readonly input: TurnInput;
  readonly memory: ConversationMemory;
  readonly services: DialogServices;
  readonly output: TurnOutput;
  /** Texts in the language of the conversation; they follow a switch of language inside the turn. */
  readonly texts: Texts;
  say(message: OutgoingMessage): Promise<void>;
  /** Answers a question that came in the middle of a form. @returns false if it was not understood as one. */
  answerSideQuestion(text: string): Promise<boolean>;
}

const TURN = Symbol('turn');

/** Puts the turn where dialogs find it. */
export function setTurn(context: TurnContext, turn: Turn): void {
  context.turnState.set(TURN, turn);
}

/** @throws {Error} if the dialog was run outside the bot's turn handling. */
export function turnOf(context: TurnContext): Turn {
  const turn = context.turnState.get<Turn | undefined>(TURN);
  if (!turn) throw new Error('No turn in this context: dialogs run only inside the root');
  return turn;
}
