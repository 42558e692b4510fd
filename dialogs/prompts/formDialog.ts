import type { Choice, OutgoingMessage } from '#src/domain/card.ts';
import { type Command, choiceCommand, parseCommand } from '#src/domain/command.ts';
import { Dialog, type DialogContext, type DialogInstance, type DialogTurnResult, type TurnContext } from '#src/sdk.ts';
import { type Turn, turnOf } from '../turn.ts';
import { foldWords, isOneOf } from './matchWords.ts';

/** What a step made of the person's words or tap. */
export type Reading<Answers> =
  | {
      readonly kind: 'accepted';
      readonly answers: Partial<Answers>;
      /** Steps that must be asked again because their answer no longer fits. */
      readonly reopen?: readonly string[];
    }
  /** Understood, but the same step asks again, with an explanation. `answers` keeps what was learnt on the way. */
  | {
      readonly kind: 'again';
      readonly message: string;
      readonly answers?: Partial<Answers>;
      readonly choices?: readonly Choice[];
    }
  | { readonly kind: 'notUnderstood' }
  /** An earlier step is asked again; its answer stays until another one is given. */
  | { readonly kind: 'correct'; readonly step: string; readonly answers?: Partial<Answers> }
  /** Another dialog takes over. */
  | { readonly kind: 'replaced'; readonly by: string; readonly options: object }
  /** The form ends here; the step has said why. */
  | { readonly kind: 'end' };

/** One question of a form. Buttons and free text both work: a button arrives as `value`, words as `text`. */
export interface FormStep<Answers> {
  readonly id: string;
  /** False if the answer is already known or makes no sense for these answers. */
  isNeeded(answers: Answers, turn: Turn): boolean;
  /** The question with its own buttons, whose commands come from `choiceCommand(step.id, …)`. */
  ask(answers: Answers, turn: Turn): OutgoingMessage | Promise<OutgoingMessage>;
  read(
    answers: Answers,
    input: { readonly value: string } | { readonly text: string },
    turn: Turn,
  ): Promise<Reading<Answers>>;
  /** True if the person may leave this open; `read` then gets the value `skip`. */
  readonly isSkippable?: boolean;
  /**
   * What words may be: `open` – any text is an answer (a message to staff); `guarded` – an answer, unless they are
   * plainly a question to the assistant (a name); absent – only what the step understands.
   */
  readonly freeText?: 'open' | 'guarded';
}

/** What the dialog stack keeps of a form: plain JSON. */
export interface FormState<Answers> {
  answers: Answers;
  /** Ids of the steps answered so far, in order: “back” undoes the last. */
  done: string[];
  step: string;
  /** The buttons under the question, with the words that stand on them: people also type what they read. */
  offered: readonly Choice[];
}

/** A form as data: its versioned id, its first answers, its steps. */
export interface FormDefinition<Answers> {
  /** Carries a version (`contact.v2`): raise it when steps change, so that saved conversations restart politely. */
  readonly id: string;
  /** The first answers, and the steps that need not be asked because the caller knows their answers. */
  begin(turn: Turn, options: unknown): { readonly answers: Answers; readonly done?: readonly string[] };
  readonly steps: readonly FormStep<Answers>[];
}

/**
 * Runs a form in a conversation: one question at a time, with “back”, “skip” and “stop” at every step, side questions
 * answered in the middle, and corrections from the read-back. The state in the dialog stack is plain JSON.
 */
export class FormDialog<Answers extends object> extends Dialog {
  readonly #form: FormDefinition<Answers>;

  constructor(form: FormDefinition<Answers>) {
    super(form.id);
    this.#form = form;
  }

  override async beginDialog(dc: DialogContext, options?: object): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    const state = this.#state(dc.activeDialog);
    const { answers, done } = this.#form.begin(turn, options);
    state.answers = answers;
    state.done = [...(done ?? [])];
    return this.#advance(dc, turn, state);
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    const state = this.#state(dc.activeDialog);
    const step = this.#step(state.step);
    const { text } = turn.input;
    const command = turn.input.command ?? findOffered(state.offered, text);
    if (command?.kind === 'choice' && command.step === step.id) {
      if (command.value === 'back') return this.#goBack(dc, turn, state);
      return this.#take(dc, turn, state, step, await step.read(state.answers, { value: command.value }, turn));
    }
    // A button of an older message, or “continue the form”: show where we are.
    if (command) return this.#ask(turn, state, turn.texts.t('form.resume'));
    if (isOneOf(turn.texts, 'words.back', text)) return this.#goBack(dc, turn, state);
    if (step.isSkippable && isOneOf(turn.texts, 'words.skip', text)) {
      return this.#take(dc, turn, state, step, await step.read(state.answers, { value: 'skip' }, turn));
    }
    if (step.freeText === 'guarded' && looksLikeQuestion(text) && (await turn.answerSideQuestion(text))) {
      return this.#ask(turn, state, turn.texts.t('form.resume'));
    }
    return this.#take(dc, turn, state, step, await step.read(state.answers, { text }, turn));
  }

  override async repromptDialog(context: TurnContext, instance: DialogInstance): Promise<void> {
    await this.#ask(turnOf(context), this.#state(instance));
  }

  async #take(
    dc: DialogContext,
    turn: Turn,
    state: FormState<Answers>,
    step: FormStep<Answers>,
    reading: Reading<Answers>,
  ): Promise<DialogTurnResult> {
    switch (reading.kind) {
      case 'accepted':
        state.answers = { ...state.answers, ...reading.answers };
        state.done = [...state.done.filter((id) => id !== step.id), step.id].filter(
          (id) => !reading.reopen?.includes(id),
        );
        return this.#advance(dc, turn, state);
      case 'again': {
        state.answers = { ...state.answers, ...reading.answers };
        const choices = reading.choices ?? (await step.ask(state.answers, turn)).choices ?? [];
        return this.#say(turn, state, step, { text: reading.message, choices });
      }
      case 'correct':
        state.answers = { ...state.answers, ...reading.answers };
        state.step = reading.step;
        state.done = [...state.done.filter((id) => id !== reading.step), reading.step];
        return this.#ask(turn, state);
      case 'end':
        return dc.endDialog();
      case 'replaced':
        return dc.replaceDialog(reading.by, reading.options);
      case 'notUnderstood': {
        const isQuestion = turn.input.text !== '' && (await turn.answerSideQuestion(turn.input.text));
        return this.#ask(turn, state, turn.texts.t(isQuestion ? 'form.resume' : 'choice.notUnderstood'));
      }
    }
  }

  async #advance(dc: DialogContext, turn: Turn, state: FormState<Answers>): Promise<DialogTurnResult> {
    const next = this.#form.steps.find((step) => !state.done.includes(step.id) && step.isNeeded(state.answers, turn));
    if (!next) return dc.endDialog();
    state.step = next.id;
    return this.#ask(turn, state);
  }

  async #goBack(dc: DialogContext, turn: Turn, state: FormState<Answers>): Promise<DialogTurnResult> {
    // Only a step that is being corrected counts as done: the old answer stays.
    if (state.done.includes(state.step)) return this.#advance(dc, turn, state);
    const previous = state.done.at(-1);
    if (previous !== undefined) {
      state.done = state.done.slice(0, -1);
      state.step = previous;
    }
    return this.#ask(turn, state);
  }

  async #ask(turn: Turn, state: FormState<Answers>, before?: string): Promise<DialogTurnResult> {
    const step = this.#step(state.step);
    const question = await step.ask(state.answers, turn);
    const text = before === undefined ? question.text : `${before}\n\n${question.text}`;
    return this.#say(turn, state, step, { ...question, text });
  }

  async #say(
    turn: Turn,
    state: FormState<Answers>,
    step: FormStep<Answers>,
    message: OutgoingMessage,
  ): Promise<DialogTurnResult> {
    const choices = this.#withNavigation(turn, state, step, message.choices ?? []);
    state.offered = choices;
    await turn.say({ ...message, choices });
    return Dialog.EndOfTurn;
  }

  #withNavigation(
    turn: Turn,
    state: FormState<Answers>,
    step: FormStep<Answers>,
    own: readonly Choice[],
  ): readonly Choice[] {
    const { texts } = turn;
    return [
      ...own,
      ...(step.isSkippable ? [{ title: texts.t('button.skip'), command: choiceCommand(step.id, 'skip') }] : []),
      ...(state.done.length > 0 ? [{ title: texts.t('button.back'), command: choiceCommand(step.id, 'back') }] : []),
      { title: texts.t('button.cancel'), command: 'stop' },
    ];
  }

  #step(id: string): FormStep<Answers> {
    const step = this.#form.steps.find((candidate) => candidate.id === id);
    if (!step) throw new Error(`Form ${this.id} has no step ${id}: raise its version when steps change`);
    return step;
  }

  #state(instance: DialogInstance | undefined): FormState<Answers> {
    if (!instance) throw new Error(`Form ${this.id} is not the active dialog`);
    return instance.state as FormState<Answers>;
  }
}

/** The command of the button whose very words were typed. */
function findOffered(offered: readonly Choice[], text: string): Command | undefined {
  const typed = foldWords(text);
  return parseCommand(offered.find(({ title }) => typed !== '' && foldWords(title) === typed)?.command);
}

/** Long enough, or marked as a question: then words typed into a field may be meant for the assistant. */
function looksLikeQuestion(text: string): boolean {
  return /[?؟]/u.test(text) || text.trim().split(/\s+/u).length >= 5;
}
