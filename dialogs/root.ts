import type { Choice } from '#src/domain/card.ts';
import type { Command } from '#src/domain/command.ts';
import type { ConversationMemory, TurnInput, TurnOutput } from '#src/domain/conversation.ts';
import type { Country } from '#src/domain/country.ts';
import type { DeskNews } from '#src/domain/liveChat.ts';
import { WELL_KNOWN_TOPICS } from '#src/domain/topic.ts';
import {
  type DialogContext,
  DialogSet,
  type DialogState,
  DialogTurnStatus,
  type StatePropertyAccessor,
  type TurnContext,
} from '#src/sdk.ts';
import { afterTurn } from './afterTurn.ts';
import { answerOrAsk } from './answering.ts';
import { humanChoice, menuChoice } from './choices.ts';
import { CONTACT_DIALOG, createContactDialog, holdsAnswers } from './contact/contactDialog.ts';
import { createStatusDialog, STATUS_DIALOG } from './contactRequestStatus.ts';
import { showAnswer, showNotMeant, showReply, startChoices } from './faq.ts';
import { readKeyword } from './keywords.ts';
import { switchLanguage } from './language.ts';
import { hearDesk, leaveStaff, passToStaff, takeRating } from './liveChat.ts';
import { isEmergencyNumber, isLongNumber, isReferenceLike } from './prompts/isNumberOrCode.ts';
import { STORY_DIALOG, StoryDialog } from './story.ts';
import { showGroup, showMenu } from './topics.ts';
import { type DialogServices, setTurn, type Turn } from './turn.ts';
import { keepQuestion, offerToKeep } from './unanswered.ts';
import { showCountries, showEmergency, showHelp, showLanguages, showWelcome } from './welcome.ts';

/** Confidence from which a sentence inside a form counts as a question to the assistant. */
const SIDE_QUESTION_CONFIDENCE = 0.6;

/** Dialogs that keep what the person has already said: other things are done beside them, then they go on. */
const FORMS: readonly string[] = [CONTACT_DIALOG, STATUS_DIALOG];

/**
 * The root of every conversation: danger first, then interruptions (language, help, a human, stop, delete, buttons),
 * then the active dialog, then the answering steps.
 */
export class RootDialog {
  readonly #services: DialogServices;

  constructor(services: DialogServices) {
    this.#services = services;
  }

  /** The greeting of a channel that has no page of ours around it. */
  async welcome(memory: ConversationMemory, output: TurnOutput): Promise<void> {
    await showWelcome(this.#turn(memory, { text: '', command: undefined }, output));
  }

  /** News of the desk, in the language of the conversation. */
  async hearDesk(
    context: TurnContext,
    dialogState: StatePropertyAccessor<DialogState>,
    memory: ConversationMemory,
    news: DeskNews,
    output: TurnOutput,
  ): Promise<void> {
    // Whoever was in the middle of a form is with a person now: the next words are for them.
    if (news.kind === 'joined') await dialogState.delete(context);
    await hearDesk(this.#turn(memory, { text: '', command: undefined }, output), news);
  }

  /** One turn: exactly one way through this function, readable from top to bottom. */
  async run(
    context: TurnContext,
    dialogState: StatePropertyAccessor<DialogState>,
    memory: ConversationMemory,
    input: TurnInput,
    output: TurnOutput,
  ): Promise<void> {
    const dialogs = new DialogSet(dialogState)
      .add(createContactDialog())
      .add(createStatusDialog())
      .add(new StoryDialog());
    const dc = await dialogs.createContext(context);
    // Words typed to a person are not commands: “stop” is then said to them.
    const command =
      input.command ??
      (memory.liveChat ? undefined : readKeyword(this.#services, memory.locale, input.text, isIn(dc, ...FORMS)));
    const turn = this.#turn(memory, { ...input, command }, output);
    setTurn(context, turn);
    await this.#runTurn(dc, turn);
    if (isIn(dc, CONTACT_DIALOG)) output.protectFromLimits();
    await afterTurn(turn, { isInForm: isIn(dc, ...FORMS) });
  }

  async #runTurn(dc: DialogContext, turn: Turn): Promise<void> {
    const { texts } = turn;
    const wasInDialog = dc.activeDialog !== undefined;
    const isStale = dropStaleDialogs(dc);
    // A form that the person has opened beside the chat gets its answers; every other word goes to staff.
    if (turn.memory.liveChat && turn.input.text && !isIn(dc, ...FORMS) && (await passToStaff(turn))) return;
    if (isEmergencyNumber(turn.input.text, turn.services.knowledge.emergencyContacts(undefined))) {
      await showReply(
        turn,
        { kind: 'crisis', topic: WELL_KNOWN_TOPICS.emergency, confidence: 1 },
        resumeChoice(dc, turn),
      );
      return;
    }
    if (wasInDialog && (await this.#handleDanger(dc, turn))) return;
    if (turn.input.command && (await this.#interrupt(dc, turn, turn.input.command))) return;
    if (isStale) {
      await turn.say({ text: texts.t('sdk.restarted'), choices: [menuChoice(texts), humanChoice(texts)] });
      return;
    }
    if (dc.activeDialog) {
      const result = await dc.continueDialog();
      if (result.status !== DialogTurnStatus.empty) return;
    }
    if (turn.input.text) return answerOrAsk(turn);
    // A button of an older release, or one whose dialog is over.
    await turn.say({ text: texts.t('welcome.ask'), choices: [menuChoice(texts), humanChoice(texts)] });
  }

  #turn(memory: ConversationMemory, input: TurnInput, output: TurnOutput): Turn {
    const services = this.#services;
    const turn: Turn = {
      input,
      memory,
      services,
      output,
      get texts() {
        return services.texts(memory.locale);
      },
      say: (message) => output.say(message),
      answerSideQuestion: async (text) => {
        const { reply } = services.answerer.interpret({ text, language: { tag: memory.locale, origin: 'chosen' } });
        if (reply.kind !== 'answered' || reply.confidence < SIDE_QUESTION_CONFIDENCE) return false;
        // The form's next question hides the buttons of the answer: it may not use up the question about the country.
        const { previousTopic, countryAsked } = memory;
        await showAnswer(turn, reply.topic);
        Object.assign(memory, { previousTopic, countryAsked });
        return true;
      },
    };
    return turn;
  }

  // Inside a form the words go to the form, so the screen must run by itself; outside, the answering does it first.
  async #handleDanger(dc: DialogContext, turn: Turn): Promise<boolean> {
    if (!turn.input.text || turn.input.command) return false;
    if (isLongNumber(turn.input.text) || (isIn(dc, STATUS_DIALOG) && isReferenceLike(turn.input.text))) return false;
    const danger = turn.services.answerer.screenForCrisis(turn.input.text);
    if (!danger) return false;
    await showReply(turn, { kind: 'crisis', ...danger }, resumeChoice(dc, turn));
    return true;
  }

  /** @returns true if the command was carried out; `choice` and `form.resume` belong to the active dialog. */
  async #interrupt(dc: DialogContext, turn: Turn, command: Command): Promise<boolean> {
    const { memory, services, texts } = turn;
    switch (command.kind) {
      case 'language.set': {
        const language = services.knowledge.languages.find((candidate) => candidate.tag === command.tag);
        if (!language) return false;
        await switchLanguage(turn, language.tag, 'chosen');
        return this.#goOn(dc, turn, turn.texts.t('language.switched'));
      }
      case 'language.menu':
        await showLanguages(turn);
        return true;
      case 'country.menu':
        await showCountries(turn);
        return true;
      case 'country.set':
        await this.#setCountry(dc, turn, command.country);
        return true;
      case 'topic.show': {
        const topic = services.knowledge.findTopic(command.topic);
        if (!topic) return false;
        await this.#leaveStory(dc);
        await showAnswer(turn, topic.id);
        return dc.activeDialog ? this.#goOn(dc, turn) : true;
      }
      case 'answer.notMeant':
        await showNotMeant(turn, command.topic, resumeChoice(dc, turn));
        return true;
      case 'menu.show':
      case 'suggest.none':
        await this.#leaveStory(dc);
        await showMenu(turn, resumeChoice(dc, turn).concat(command.kind === 'menu.show' ? [] : offerToKeep(turn)));
        return true;
      case 'group.show':
        await showGroup(turn, command.group, resumeChoice(dc, turn));
        return true;
      case 'live.leave':
        await leaveStaff(turn);
        return true;
      case 'live.seen':
        await services.liveChat.markSeen(turn.output.conversationId, command.seq);
        return true;
      case 'rating.give':
        await takeRating(turn, command.rating);
        return true;
      case 'human.ask':
        if (memory.liveChat) {
          await turn.say({ text: texts.t('live.present') });
          return true;
        }
        if (isIn(dc, CONTACT_DIALOG)) return this.#goOn(dc, turn);
        await dc.cancelAllDialogs();
        await dc.beginDialog(CONTACT_DIALOG);
        return true;
      case 'status.start':
        if (dc.stack.some(holdsAnswers)) return this.#goOn(dc, turn, texts.t('form.resume'));
        await dc.cancelAllDialogs();
        await dc.beginDialog(STATUS_DIALOG);
        return true;
      case 'story.start':
        if (isIn(dc, ...FORMS)) return this.#goOn(dc, turn);
        await dc.cancelAllDialogs();
        await dc.beginDialog(STORY_DIALOG);
        return true;
      case 'help.show':
        await showHelp(turn);
        return dc.activeDialog ? this.#goOn(dc, turn) : true;
      case 'improve.keep':
        await keepQuestion(turn);
        return dc.activeDialog ? this.#goOn(dc, turn) : true;
      case 'emergency.show':
        await showEmergency(turn, resumeChoice(dc, turn));
        return true;
      case 'stop':
        await this.#stop(dc, turn);
        return true;
      case 'chat.delete':
        await turn.say({
          text: texts.t('delete.ask'),
          choices: [
            { title: texts.t('delete.yes'), command: 'chat.deleteYes' },
            { title: texts.t('delete.no'), command: 'chat.deleteNo' },
          ],
        });
        return true;
      case 'chat.deleteYes':
        await dc.cancelAllDialogs();
        turn.output.endConversation();
        return true;
      case 'chat.deleteNo':
        await turn.say({ text: texts.t('delete.kept'), choices: [menuChoice(texts), ...resumeChoice(dc, turn)] });
        return true;
      case 'choice':
      case 'form.resume':
        return false;
    }
  }

  async #setCountry(dc: DialogContext, turn: Turn, country: Country | undefined): Promise<void> {
    const { memory } = turn;
    memory.country = country;
    memory.countryAsked = true;
    const { previousTopic } = memory;
    if (country === undefined) {
      await turn.say({
        text: turn.texts.t('country.skipped'),
        choices: [menuChoice(turn.texts), humanChoice(turn.texts), ...resumeChoice(dc, turn)],
      });
    } else if (country === 'LU' && previousTopic && !dc.activeDialog) {
      // The answer just read was the Belgian one: show the right one at once.
      await turn.say({ text: turn.texts.t('country.setLU') });
      await showAnswer(turn, previousTopic);
    } else {
      await turn.say({
        text: turn.texts.t(country === 'BE' ? 'country.setBE' : 'country.setLU'),
        choices: [menuChoice(turn.texts), humanChoice(turn.texts), ...resumeChoice(dc, turn)],
      });
    }
  }

  async #stop(dc: DialogContext, turn: Turn): Promise<void> {
    const { texts } = turn;
    const leavesForm = isIn(dc, CONTACT_DIALOG);
    const wasActive = dc.activeDialog !== undefined;
    await dc.cancelAllDialogs();
    await turn.say({
      text: texts.t(leavesForm ? 'form.left' : wasActive ? 'stop.done' : 'stop.nothing'),
      choices: [menuChoice(texts), humanChoice(texts), { title: texts.t('button.deleteChat'), command: 'chat.delete' }],
    });
  }

  async #goOn(dc: DialogContext, turn: Turn, before?: string): Promise<true> {
    if (dc.activeDialog) {
      if (before !== undefined) await turn.say({ text: before });
      await dc.repromptDialog();
      return true;
    }
    const ask = turn.texts.t('welcome.ask');
    await turn.say({ text: before === undefined ? ask : `${before}\n\n${ask}`, choices: startChoices(turn) });
    return true;
  }

  async #leaveStory(dc: DialogContext): Promise<void> {
    if (isIn(dc, STORY_DIALOG)) await dc.cancelAllDialogs();
  }
}

/**
 * A dialog saved by an older release may not exist any more: without this guard every later message would throw.
 * @returns true if there was one; the whole stack is then empty.
 */
function dropStaleDialogs(dc: DialogContext): boolean {
  if (dc.stack.every((instance) => dc.dialogs.find(instance.id) !== undefined)) return false;
  dc.stack.splice(0);
  return true;
}

function isIn(dc: DialogContext, ...ids: readonly string[]): boolean {
  return dc.stack.some((instance) => ids.includes(instance.id));
}

function resumeChoice(dc: DialogContext, turn: Turn): readonly Choice[] {
  return isIn(dc, ...FORMS) ? [{ title: turn.texts.t('button.keepForm'), command: 'form.resume' }] : [];
}
