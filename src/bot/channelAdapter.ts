import type { BotTurn, OutboundActivity } from '#src/domain/channel.ts';
import {
  type Activity,
  ActivityTypes,
  BotAdapter,
  type ConversationReference,
  INVOKE_RESPONSE_KEY,
  type ResourceResponse,
  TurnContext,
} from '#src/sdk.ts';

/**
 * Lets the bot talk to a channel in this process exactly as it would to a cloud adapter: what it sends goes to the turn
 * the channel has opened. Waiting (`delay`) is the channel's business and traces are nobody's.
 */
export class ChannelAdapter extends BotAdapter {
  readonly #turn: BotTurn;

  constructor(turn: BotTurn) {
    super();
    this.#turn = turn;
  }

  /** The context of the channel's turn. */
  createContext(): TurnContext {
    return new TurnContext(this, this.#turn.activity as unknown as Partial<Activity>);
  }

  override async sendActivities(context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    const sent: ResourceResponse[] = [];
    for (const activity of activities) {
      if (activity.type === ActivityTypes.InvokeResponse) context.turnState.set(INVOKE_RESPONSE_KEY, activity);
      const isForPeople =
        activity.type !== ActivityTypes.InvokeResponse &&
        activity.type !== ActivityTypes.Trace &&
        activity.type !== 'delay';
      sent.push(isForPeople ? await this.#turn.send(activity as OutboundActivity) : { id: '' });
    }
    return sent;
  }

  override async updateActivity(_context: TurnContext, activity: Partial<Activity>): Promise<ResourceResponse> {
    await this.#turn.update(activity as OutboundActivity);
    return { id: activity.id ?? '' };
  }

  override async deleteActivity(_context: TurnContext, _reference: Partial<ConversationReference>): Promise<void> {
    throw new Error('The Direct Line protocol cannot delete one activity: erase the conversation instead');
  }

  override async continueConversation(): Promise<void> {
    throw new Error('Messages outside a turn go through the channel: deliver()');
  }
}
