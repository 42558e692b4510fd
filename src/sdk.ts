/**
 * The one door to the Bot Framework SDK. The SDK is archived upstream (no support since 2025-12-31); only the names
 * listed here are in use, so a move to its successor starts and ends in this file and in `src/bot`.
 */
export {
  ActionTypes,
  type Activity,
  ActivityTypes,
  BotAdapter,
  type ConversationReference,
  ConversationState,
  EventFactory,
  INVOKE_RESPONSE_KEY,
  type ResourceResponse,
  type StatePropertyAccessor,
  type Storage,
  type StoreItems,
  TurnContext,
} from 'botbuilder';
export {
  Dialog,
  type DialogContext,
  type DialogInstance,
  DialogSet,
  type DialogState,
  type DialogTurnResult,
  DialogTurnStatus,
} from 'botbuilder-dialogs';
