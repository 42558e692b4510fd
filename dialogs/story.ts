import { choiceCommand } from '#src/domain/command.ts';
import {
  Dialog,
  type DialogContext,
  type DialogInstance,
  type DialogTurnResult,
  DialogTurnStatus,
  type TurnContext,
} from '#src/sdk.ts';
import { humanChoice, menuChoice } from './choices.ts';
import { isOneOf } from './prompts/matchWords.ts';
import { type Turn, turnOf } from './turn.ts';

export const STORY_DIALOG = 'story.v1';

/** The story of Mahmood (fact F200), told in parts: the person decides whether to read on. */
export class StoryDialog extends Dialog {
  constructor() {
    super(STORY_DIALOG);
  }

  override async beginDialog(dc: DialogContext): Promise<DialogTurnResult> {
    return this.#tell(dc, turnOf(dc.context), 0);
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    const { command, text } = turn.input;
    const goesOn =
      (command?.kind === 'choice' && command.step === 'story' && command.value === 'next') ||
      command?.kind === 'form.resume' ||
      (!command && (isOneOf(turn.texts, 'words.yes', text) || isOneOf(turn.texts, 'words.skip', text)));
    if (goesOn) return this.#tell(dc, turn, partOf(dc.activeDialog) + 1);
    // Anything else is not about the story: leave it quietly and let the root answer.
    await dc.endDialog();
    return { status: DialogTurnStatus.empty };
  }

  /** The same part again: in another language, or after something else was said. */
  override async repromptDialog(context: TurnContext, instance: DialogInstance): Promise<void> {
    await sayPart(turnOf(context), partOf(instance));
  }

  async #tell(dc: DialogContext, turn: Turn, part: number): Promise<DialogTurnResult> {
    const isLast = await sayPart(turn, part);
    if (isLast) return dc.endDialog();
    const instance = dc.activeDialog;
    if (instance) instance.state = { part };
    return Dialog.EndOfTurn;
  }
}

/** @returns true if nothing comes after this part. */
async function sayPart(turn: Turn, part: number): Promise<boolean> {
  const parts = turn.texts.list('story.parts');
  const isLast = part >= parts.length - 1;
  await turn.say({
    text: parts[Math.min(part, parts.length - 1)] ?? '',
    choices: isLast
      ? [menuChoice(turn.texts), humanChoice(turn.texts)]
      : [
          { title: turn.texts.t('button.next'), command: choiceCommand('story', 'next') },
          { title: turn.texts.t('button.closeStory'), command: 'stop' },
        ],
  });
  return isLast;
}

function partOf(instance: DialogInstance | undefined): number {
  return (instance?.state as { part?: number } | undefined)?.part ?? 0;
}
