const LENGTH = 6;
const SIX_APART = /(?<!\d)\d(?:[\s-]?\d){5}(?!\d)/;

/**
 * The six digits in what was typed or pasted: `123-456`, `123 456`, full-width digits, or a whole sentence with
 * the code in it.
 *
 * @returns up to six digits, as far as they are there
 */
export function codeIn(text: string): string {
  const plain = text.normalize("NFKC").replace(/[\u2010-\u2015\u2212.·]/g, "-");
  const found = SIX_APART.exec(plain)?.[0] ?? plain;
  return found.replace(/\D/g, "").slice(0, LENGTH);
}

export const isWhole = (code: string): boolean => code.length === LENGTH;
