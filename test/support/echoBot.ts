import type { BotTurn, BotTurnHandler, OutboundActivity } from '#src/domain/channel.ts';

/** A bot that greets, repeats what it hears, and does as a few commands say. Keeps the turns it was given. */
export class EchoBot implements BotTurnHandler {
  readonly turns: BotTurn[] = [];
  readonly givenUp: string[] = [];
  /** Awaited inside each message turn: lets a test hold turns open. */
  gate: Promise<void> = Promise.resolve();

  async handle(turn: BotTurn): Promise<void> {
    this.turns.push(turn);
    if (turn.activity.type === 'conversationUpdate') {
      await turn.send(withButtons('Welcome'));
      return;
    }
    if (turn.activity.type !== 'message') return;
    await this.gate;
    await this.#answer(turn, turn.activity.text ?? JSON.stringify(turn.activity.value));
  }

  async giveUp(turn: BotTurn): Promise<void> {
    this.givenUp.push(turn.activity.id);
    await turn.send({ type: 'message', text: 'sorry' });
  }

  async #answer(turn: BotTurn, text: string): Promise<void> {
    switch (text) {
      case 'many':
        for (const number of [1, 2, 3]) await turn.send({ type: 'message', text: `many ${number}` });
        return;
      case 'update': {
        const { id } = await turn.send({ type: 'message', text: 'before' });
        await turn.update({ type: 'message', id, text: 'updated' });
        return;
      }
      case 'throw':
        throw new Error('a secret that must not be logged');
      default:
        await turn.send({ type: 'message', text: `echo: ${text}` });
    }
  }
}

function withButtons(text: string): OutboundActivity {
  const action = (title: string): Record<string, string> => ({ type: 'imBack', title, value: title });
  return { type: 'message', text, suggestedActions: { to: [], actions: [action('Red'), action('Blue')] } };
}
