/**
 * What a spreadsheet takes for the beginning of a formula, the wide and small forms included: at once, or once an import has taken away the
 * space and what does not show before it.
 */
const FORMULA = /^(?:[\t\r\n]|[\s\p{C}]*[=+\-@\u2212\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b])/u;

/**
 * One line of CSV: every cell in quotes, none of which a spreadsheet would run, and no break inside a cell, so that lines are rows.
 *
 * @see RFC 4180; https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  const written = cells.map((cell) => {
    const text = cell === null ? "" : String(cell);
    const harmless = FORMULA.test(text) ? `'${text}` : text;
    return `"${harmless.replace(/[\r\n]+/g, " ").replaceAll('"', '""')}"`;
  });
  return `${written.join(",")}\r\n`;
}
