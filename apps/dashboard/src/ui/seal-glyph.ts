/** A tenant's seal: which cells of a 5x5 field are inked, mirrored left to right, and in which hue. */
export interface SealGlyph {
  /** Degrees on the OKLCH circle, in steps of 20, so that two neighbours are told apart. */
  readonly hue: number;
  /** One SVG path in a field of 5 by 5 units. */
  readonly path: string;
}

// FNV-1a with a final mix (murmur3's), so that ids that differ in their last letter differ everywhere.
function hash(text: string, seed: number): number {
  let state = 0x811c9dc5 ^ seed;
  for (const character of text) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}

const isInked = (bits: number, x: number, y: number): boolean => ((bits >>> (Math.min(x, 4 - x) * 5 + y)) & 1) === 1;

// Nearly blank and nearly full fields look alike from afar: draw again until 9 to 17 cells are inked.
function drawn(id: string): readonly (readonly [number, number])[] {
  for (let round = 1; ; round += 1) {
    const bits = hash(id, round);
    const cells = Array.from({ length: 25 }, (_, index) => [index % 5, Math.floor(index / 5)] as const);
    const inked = cells.filter(([x, y]) => isInked(bits, x, y));
    if (inked.length >= 9 && inked.length <= 17) return inked;
  }
}

/** Draws the seal of an organization from its id alone, so that a name never moves it. */
export function sealOf(organizationId: string): SealGlyph {
  const path = drawn(organizationId)
    .map(([x, y]) => `M${x} ${y}h1v1h-1z`)
    .join("");
  return { hue: (hash(organizationId, 0) % 18) * 20, path };
}

/** The same seal as the address of an icon, for the browser's tab. */
export function sealIcon(organizationId: string): string {
  const { hue, path } = sealOf(organizationId);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 7 7"><path fill="oklch(0.45 0.11 ${hue})" d="M-1-1h7v7h-7z"/><path fill="#fdfcf8" d="${path}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
