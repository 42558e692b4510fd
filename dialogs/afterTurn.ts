import type { Turn } from './turn.ts';
import { forgetIfDelicate } from './unanswered.ts';

/** What is done at the end of every turn, whatever was said in it. */
export async function afterTurn(turn: Turn, { isInForm }: { readonly isInForm: boolean }): Promise<void> {
  const { memory, services } = turn;
  if (isInForm) memory.isDelicate = true;
  await forgetIfDelicate(turn);
  if (memory.isCounted) return;
  memory.isCounted = true;
  services.countConversation(memory.locale);
}
