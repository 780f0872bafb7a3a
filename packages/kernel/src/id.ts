import { monotonicFactory } from "ulid";

const ulid = monotonicFactory();

/**
 * A new id: a prefix that names the noun and a ULID, so that ids sort by the time they were made.
 *
 * @param prefix the noun, for example `org`
 * @returns for example `org_01JD5Z3NDEKTSV4RRFFQ69G5FA`
 * @see https://github.com/ulid/spec
 */
export const newId = <Prefix extends string>(prefix: Prefix): `${Prefix}_${string}` => `${prefix}_${ulid()}`;
