import type { Card } from '#src/domain/card.ts';
import type { BotTurn, BotTurnHandler, OutboundActivity } from '#src/domain/channel.ts';

/** What the bot answers to a text or command. */
export type BotScript = (input: string, turn: BotTurn) => readonly OutboundActivity[] | undefined;

/** A bot that answers by a script, else with an echo. Knows nothing of dialogs. */
export class ScriptedBot implements BotTurnHandler {
  readonly heard: string[] = [];
  script: BotScript;

  constructor(script: BotScript = () => undefined) {
    this.script = script;
  }

  async handle(turn: BotTurn): Promise<void> {
    const { type, text, value, name } = turn.activity;
    if (type === 'conversationUpdate') return;
    const input = typeof value === 'string' ? (name === undefined ? value : `${name}:${value}`) : (text ?? '');
    this.heard.push(input);
    const answers = this.script(input, turn) ?? (type === 'event' ? [] : [say(`echo: ${input}`)]);
    for (const answer of answers) await turn.send(answer);
  }

  async giveUp(): Promise<void> {
    throw new Error('The scripted bot never brings the process down');
  }
}

export interface SayOptions {
  readonly locale?: string;
  readonly card?: Card;
  /** Title → command. */
  readonly buttons?: Readonly<Record<string, string>>;
}

/** A message as the bot of the project sends it. */
export function say(text: string, { locale = 'en', card, buttons }: SayOptions = {}): OutboundActivity {
  return {
    type: 'message',
    text,
    locale,
    ...(card ? { channelData: { card } } : {}),
    ...(buttons
      ? {
          suggestedActions: {
            to: [],
            actions: Object.entries(buttons).map(([title, value]) => ({ type: 'messageBack', title, value })),
          },
        }
      : {}),
  };
}
