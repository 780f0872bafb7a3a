// Threat: a stolen session used from far away; and its opposite, an owner thrown out for riding a train.
import { expect, test } from "vitest";
import { isImpossible, kmBetween } from "./journey.ts";
import type { Place } from "./places.ts";

const place = (label: string, latitude: number, longitude: number, radiusKm = 20): Place => ({
  label,
  at: { latitude, longitude, radiusKm },
});
const LISBON = place("Lisbon", 38.72, -9.14);
const BERLIN = place("Berlin", 52.52, 13.4);
const COLOGNE = place("Cologne", 50.94, 6.96);
const SYDNEY = place("Sydney", -33.87, 151.21);

const start = new Date("2026-11-22T10:00:00Z");
const seen = (from: Place | null, to: Place | null, minutes: number) =>
  isImpossible({ place: from, at: start }, { place: to, at: new Date(start.getTime() + minutes * 60_000) });

test("distances are those of the globe", () => {
  expect(kmBetween(LISBON.at as never, BERLIN.at as never)).toBeCloseTo(2313, -1);
  expect(kmBetween(BERLIN.at as never, BERLIN.at as never)).toBe(0);
  expect(kmBetween({ latitude: 0, longitude: 179 }, { latitude: 0, longitude: -179 })).toBeCloseTo(222, 0);
});

test("faster than an airliner is impossible, as fast as one is not", () => {
  expect(seen(LISBON, BERLIN, 1)).toBe(true);
  expect(seen(LISBON, BERLIN, 120)).toBe(true);
  expect(seen(LISBON, BERLIN, 160)).toBe(false);
  expect(seen(BERLIN, SYDNEY, 12 * 60)).toBe(true);
  expect(seen(BERLIN, SYDNEY, 18 * 60)).toBe(false);
});

test("a phone that changes its network within a country has not travelled", () => {
  expect(seen(BERLIN, COLOGNE, 0)).toBe(false);
});

test("what the database is unsure of counts for the traveller", () => {
  expect(seen(LISBON, place("somewhere in Germany", 52.52, 13.4, 1000), 60)).toBe(true);
  expect(seen(place("Portugal", 38.72, -9.14, 1000), place("Germany", 52.52, 13.4, 1000), 0)).toBe(false);
});

test("an unknown place says nothing", () => {
  expect(seen(null, BERLIN, 0)).toBe(false);
  expect(seen(BERLIN, null, 0)).toBe(false);
  expect(seen({ label: "Portugal", at: null }, BERLIN, 0)).toBe(false);
});

test("clocks of two instances that disagree change nothing", () => {
  expect(isImpossible({ place: LISBON, at: new Date(start.getTime() + 1) }, { place: BERLIN, at: start })).toBe(true);
});
