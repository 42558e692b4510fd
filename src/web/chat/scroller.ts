/** Keeps what is new in view without pulling a reader away from what they read. */
export interface Scroller {
  /** The person has said this: from now on show it and what comes after. */
  follow(message: HTMLElement): void;
  /** Something new stands at the end. */
  reveal(): void;
  toEnd(): void;
}

const NEAR_PX = 48;

/**
 * Scrolls the log. An answer longer than the screen is shown from its beginning, with the question above it.
 *
 * @param more - Button that shows while there is something to read below.
 */
export function createScroller(log: HTMLElement, more: HTMLElement): Scroller {
  let question: HTMLElement | undefined;
  let isFollowing = true;
  let placedAt = 0;

  log.addEventListener(
    'scroll',
    () => {
      const isAtEnd = isNearEnd();
      // Our own scrolling, or the person's?
      isFollowing = isAtEnd || Math.abs(log.scrollTop - placedAt) < 4;
      more.hidden = isAtEnd;
    },
    { passive: true },
  );
  // By less than a screen: nothing is skipped unread.
  more.addEventListener('click', () => {
    log.scrollTop += log.clientHeight * 0.8;
  });
  // The keyboard comes and goes.
  window.addEventListener('resize', () => {
    if (isFollowing && question) place();
  });

  return {
    follow(message) {
      question = message;
      toEnd();
    },
    reveal() {
      if (isFollowing) place();
      else more.hidden = false;
    },
    toEnd,
  };

  function place(): void {
    const top = question?.isConnected
      ? log.scrollTop + question.getBoundingClientRect().top - log.getBoundingClientRect().top - 12
      : log.scrollHeight;
    scrollTo(Math.min(log.scrollHeight - log.clientHeight, top));
  }

  function isNearEnd(): boolean {
    return log.scrollHeight - log.clientHeight - log.scrollTop < NEAR_PX;
  }

  function toEnd(): void {
    scrollTo(log.scrollHeight - log.clientHeight);
  }

  function scrollTo(top: number): void {
    log.scrollTop = top;
    placedAt = log.scrollTop;
    isFollowing = true;
    more.hidden = isNearEnd();
  }
}
