import type { LocaleTag } from './locale.ts';

/** The bare word to a person that there is an answer. Others may read it on their phone: it says nothing else. */
export interface Hint {
  /** The same at every try. */
  readonly id: string;
  readonly address: string;
  /** The language of the request. */
  readonly locale: LocaleTag;
}

export interface HintSender {
  /** @throws {DeliveryError} if the other side did not take it over. */
  send(hint: Hint): Promise<void>;
  /** Frees connections. */
  close?(): Promise<void>;
}
