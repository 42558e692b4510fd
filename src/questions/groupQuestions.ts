/** What a text is made of, as numbers: two texts are alike as far as they share them. */
export type Fingerprint = (text: string) => ReadonlySet<number>;

/** From this share on two sentences stand in one group. Chosen by eye: an editor can take a sentence out of a group. */
const ALIKE = 0.45;

interface Group<T> {
  /** Size of the fingerprint of its first sentence. */
  readonly size: number;
  readonly members: T[];
}

/**
 * Puts sentences that are alike together, the largest group first. Each sentence joins the group whose first sentence is
 * most like it; so the result is always the same for the same sentences. Nothing is understood here: it only saves
 * the editor from reading the same question fifty times.
 */
export function groupQuestions<T extends { readonly text: string }>(
  questions: readonly T[],
  fingerprint: Fingerprint,
): readonly (readonly T[])[] {
  const groups: Group<T>[] = [];
  /** Which groups have a number in their first sentence: comparing with each of them one by one would take seconds. */
  const groupsWith = new Map<number, number[]>();
  // The longest first: what is short joins what says more.
  const byLength = [...questions].sort((a, b) => b.text.length - a.text.length || (a.text < b.text ? -1 : 1));
  for (const question of byLength) {
    const print = fingerprint(question.text);
    const best = findMostAlike(print, groups, groupsWith);
    if (best) {
      best.members.push(question);
      continue;
    }
    for (const value of print) {
      const others = groupsWith.get(value);
      if (others) others.push(groups.length);
      else groupsWith.set(value, [groups.length]);
    }
    groups.push({ size: print.size, members: [question] });
  }
  return groups.map(({ members }) => members).sort((a, b) => b.length - a.length);
}

/** By Dice's coefficient: 1 for the same, 0 for nothing in common. */
function findMostAlike<T>(
  print: ReadonlySet<number>,
  groups: readonly Group<T>[],
  groupsWith: ReadonlyMap<number, readonly number[]>,
): Group<T> | undefined {
  const shared = new Uint32Array(groups.length);
  for (const value of print) {
    for (const index of groupsWith.get(value) ?? []) shared[index] = (shared[index] as number) + 1;
  }
  let best: Group<T> | undefined;
  let bestShare = ALIKE;
  for (const [index, group] of groups.entries()) {
    const share = (2 * (shared[index] as number)) / (print.size + group.size);
    if (share <= bestShare) continue;
    best = group;
    bestShare = share;
  }
  return best;
}
