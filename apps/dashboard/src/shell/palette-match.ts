/** What can be looked for by its name. */
interface Named {
  readonly label: string;
  /** Other words for it, which nobody sees. */
  readonly also?: string | undefined;
}

/** Letters as people type them in a hurry: without accents, and small. */
export const plain = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** Those of which each word that is typed begins a word, in the order that they stand in; all of them for no word. */
export function matching<One extends Named>(all: readonly One[], typed: string): readonly One[] {
  const wanted = plain(typed).split(/\s+/).filter(Boolean);
  return all.filter(({ label, also = "" }) => {
    const words = plain(`${label} ${also}`).split(/[^\p{L}\p{N}]+/u);
    return wanted.every((start) => words.some((word) => word.startsWith(start)));
  });
}
