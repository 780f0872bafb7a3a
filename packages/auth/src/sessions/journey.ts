import { JOURNEY } from "../config.ts";
import type { Place } from "./places.ts";

/** Somebody seen somewhere. */
export interface Sighting {
  readonly place: Place | null;
  readonly at: Date;
}

const EARTH_KM = 6371;
const HOUR_MS = 3_600_000;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** Kilometres along a great circle, by the haversine. */
export function kmBetween(a: Point, b: Point): number {
  const half = (from: number, to: number) => Math.sin(radians(to - from) / 2) ** 2;
  const across = Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * half(a.longitude, b.longitude);
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(half(a.latitude, b.latitude) + across)));
}

/**
 * Whether nobody travels so fast. What the database is unsure of counts for the traveller, and so does every distance below
 * `JOURNEY.minKm`; where a place is not known the answer is no.
 */
export function isImpossible(from: Sighting, to: Sighting): boolean {
  const [start, end] = [from.place?.at, to.place?.at];
  if (!start || !end) return false;
  const km = kmBetween(start, end) - start.radiusKm - end.radiusKm;
  const hours = Math.abs(to.at.getTime() - from.at.getTime()) / HOUR_MS;
  return km > JOURNEY.minKm && km > hours * JOURNEY.kmPerHour;
}
