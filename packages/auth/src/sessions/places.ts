import { isIP } from "node:net";
import { type CityResponse, open } from "maxmind";

/** Where an address is said to be. */
export interface Place {
  /** For a person to recognise: "Lisbon, Portugal". */
  readonly label: string;
  /** Degrees; null where the operator's database knows names alone. */
  readonly at: { readonly latitude: number; readonly longitude: number; readonly radiusKm: number } | null;
}

/** Finds the place of an address; null for one that is private, unknown or absent. */
export type Places = (ip: string | null) => Place | null;

/** Without a database nothing has a place. */
export const NOWHERE: Places = () => null;

/** MaxMind's own guess where a record does not say how sure it is. */
const DEFAULT_RADIUS_KM = 100;

/**
 * Reads the operator's database of places into memory. Nothing of ours is sent anywhere.
 *
 * @param path a file in MaxMind's format: GeoLite2 City, DB-IP and others
 * @throws Error when the file is not there, or is not such a database
 * @see https://maxmind.github.io/MaxMind-DB/
 */
export async function openPlaces(path: string): Promise<Places> {
  const reader = await open<CityResponse>(path);
  return (ip) => {
    const found = ip !== null && isIP(ip) !== 0 ? reader.get(ip) : null;
    const label = [found?.city?.names.en, found?.country?.names.en].filter(Boolean).join(", ");
    if (!found || label === "") return null;
    const { latitude, longitude, accuracy_radius: radiusKm = DEFAULT_RADIUS_KM } = found.location ?? {};
    if (latitude === undefined || longitude === undefined) return { label, at: null };
    return { label, at: { latitude, longitude, radiusKm } };
  };
}
