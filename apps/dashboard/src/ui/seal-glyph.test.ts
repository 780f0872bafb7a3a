// Threat: somebody works in the wrong tenant and does not notice it.
import fc from "fast-check";
import { expect, test } from "vitest";
import { sealIcon, sealOf } from "./seal-glyph.ts";

const ids = Array.from({ length: 200 }, (_, index) => `org_01JD5Z3NDEKTSV4RRFFQ69G${String(index).padStart(3, "0")}`);

test("the seal of an id never changes", () => {
  expect(sealOf("org_01JD5Z3NDEKTSV4RRFFQ69G5FA")).toEqual({
    hue: 180,
    path: "M1 0h1v1h-1zM3 0h1v1h-1zM1 1h1v1h-1zM2 1h1v1h-1zM3 1h1v1h-1zM0 2h1v1h-1zM2 2h1v1h-1zM4 2h1v1h-1zM0 3h1v1h-1zM1 3h1v1h-1zM2 3h1v1h-1zM3 3h1v1h-1zM4 3h1v1h-1zM1 4h1v1h-1zM3 4h1v1h-1z",
  });
});

test("every seal is mirrored, neither blank nor full", () => {
  fc.assert(
    fc.property(fc.string(), (id) => {
      const cells = [...sealOf(id).path.matchAll(/M(\d) (\d)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
      const inked = new Set(cells.map(([x, y]) => `${x}${y}`));
      expect(inked.size).toBeGreaterThanOrEqual(9);
      expect(inked.size).toBeLessThanOrEqual(17);
      for (const [x, y] of cells) expect(inked).toContain(`${4 - x}${y}`);
    }),
  );
});

test("ids that differ in their last letters have different seals, nearly always", () => {
  const seals = new Set(ids.map((id) => JSON.stringify(sealOf(id))));
  expect(seals.size).toBeGreaterThan(195);
});

test("the icon of the tab is the same drawing", () => {
  expect(decodeURIComponent(sealIcon("org_1"))).toContain(sealOf("org_1").path);
});
