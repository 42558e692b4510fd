/**
 * The one door to the Bot Framework SDK. The SDK is archived upstream (no support since 2025-12-31); only the names
 * listed here are in use, so a move to its successor starts and ends in this file and in `src/bot`.
 */
export {
  ActionTypes,
  ActivityTypes,
  BotAdapter,
  type BotState,
  ConversationState,
  INVOKE_RESPONSE_KEY,
  type StatePropertyAccessor,
  type Storage,
  type StoreItems,
  TurnContext,
} from 'botbuilder-core';
export {
  Dialog,
  type DialogContext,
  type DialogInstance,
  type DialogReason,
  DialogSet,
  type DialogState,
  DialogTurnStatus,
  type DialogTurnResult,
} from 'botbuilder-dialogs';
export type { Activity, CardAction, ConversationReference, ResourceResponse, SuggestedActions } from 'botframework-schema';
