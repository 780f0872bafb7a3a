const BETWEEN = /[\s,;<>"()]+/;

/**
 * The addresses in a pasted text, each once, as typed. A list out of a mail program has names beside them, `Ada <ada@example.test>`: there,
 * only what has an `@` is meant. What is no address stays where a line holds nothing else, so that the report can name it.
 */
export function addressesIn(text: string): readonly string[] {
  const found = text.split(/[\n,;]+/).flatMap((piece) => {
    const words = piece.split(BETWEEN).filter((word) => word !== "");
    const addresses = words.filter((word) => word.includes("@"));
    return addresses.length > 0 || words.length === 0 ? addresses : [words.join(" ")];
  });
  return [...new Set(found)];
}
