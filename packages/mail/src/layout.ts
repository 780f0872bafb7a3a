import { type Brand, hrefOf, type Letter, oneLine } from "./letter.ts";

/** A letter in its two forms, with the addresses that it links. */
export interface Rendered {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly links: readonly string[];
}

interface Sheet extends Omit<Letter, "action"> {
  readonly product: string;
  readonly action: { readonly label: string; readonly href: string } | null;
}

/** Gives a letter the house's one layout: plain text, and HTML that needs no image and no style sheet to be read. */
export function render(letter: Letter, brand: Brand): Rendered {
  const action = letter.action ? { label: oneLine(letter.action.label), href: hrefOf(letter.action, brand) } : null;
  const sheet: Sheet = {
    subject: oneLine(letter.subject),
    heading: oneLine(letter.heading),
    paragraphs: letter.paragraphs.map(oneLine),
    ...(letter.footnote !== undefined && { footnote: oneLine(letter.footnote) }),
    product: oneLine(brand.product),
    action,
  };
  return { subject: sheet.subject, text: textOf(sheet), html: htmlOf(sheet), links: action ? [action.href] : [] };
}

function textOf({ heading, paragraphs, action, footnote, product }: Sheet): string {
  const parts = [heading, ...paragraphs];
  if (action) parts.push(`${action.label}:\n${action.href}`);
  if (footnote !== undefined) parts.push(footnote);
  return `${parts.join("\n\n")}\n\n-- \n${product}\n`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");

const SANS = "font-family:'Instrument Sans',-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const MONO = "font-family:'JetBrains Mono',ui-monospace,Menlo,Consolas,monospace";

/** The light colours stand inline, since many readers drop style sheets; those that keep them may turn dark. */
const DARK = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.ground{background:#0f1614!important}.ink{color:#e9e5da!important}.quiet{color:#a9b3ae!important}
.act{background:#6cc5b0!important;color:#14201c!important}
.rule{border-color:#e9e5da!important}.hairline{border-color:#2b3531!important}}`;

function htmlOf({ subject, heading, paragraphs, action, footnote, product }: Sheet): string {
  const body = paragraphs.map(
    (paragraph) => `<p class="ink" style="margin:0 0 14px;color:#14201c">${escapeHtml(paragraph)}</p>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title>
<style>${DARK}</style>
</head>
<body class="ground" style="margin:0;padding:0;background:#f6f3ec">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="ground" align="center" style="padding:40px 14px;background:#f6f3ec">
<table role="presentation" width="560" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:560px;text-align:left">
<tr><td class="quiet" style="padding:0 0 8px;${MONO};font-size:13px;letter-spacing:0.08em;text-transform:uppercase;color:#55605b">${escapeHtml(product)}</td></tr>
<tr><td class="rule" style="border-top:2px solid #14201c;padding:24px 0 0;${SANS};font-size:16px;line-height:1.5">
<h1 class="ink" style="margin:0 0 14px;font-size:20px;line-height:1.3;font-weight:650;color:#14201c">${escapeHtml(heading)}</h1>
${body.join("\n")}
${action ? buttonOf(action) : ""}
${footnote === undefined ? "" : footnoteOf(footnote)}
</td></tr>
</table>
</td></tr></table>
</body>
</html>
`;
}

const buttonOf = ({ label, href }: { label: string; href: string }): string =>
  `<p style="margin:24px 0"><a class="act" href="${escapeHtml(href)}" style="display:inline-block;padding:12px 24px;border-radius:2px;background:#1f6b5c;color:#ffffff;font-weight:600;text-decoration:none">${escapeHtml(label)}</a></p>`;

const footnoteOf = (footnote: string): string =>
  `<p class="quiet hairline" style="margin:24px 0 0;padding:14px 0 0;border-top:1px solid #d9d2c3;font-size:14px;color:#55605b">${escapeHtml(footnote)}</p>`;
