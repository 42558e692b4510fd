import type { QuestionKeeper } from '#src/domain/unansweredQuestions.ts';

/** What a dialog test let staff read; forgetting empties it. */
export class FakeQuestionKeeper implements QuestionKeeper {
  readonly kept: string[] = [];
  forgotten = 0;

  isWorthKeeping(_locale: string, text: string): boolean {
    return text !== '';
  }

  async keep({ locale, text }: Parameters<QuestionKeeper['keep']>[0]): Promise<boolean> {
    this.kept.push(`${locale}: ${text}`);
    return true;
  }

  async forget(): Promise<void> {
    this.forgotten += 1;
    this.kept.splice(0);
  }
}
