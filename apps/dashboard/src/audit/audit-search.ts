/** Which events are asked for, as it stands in the URL. Days are written 2026-11-22, are UTC, and both count. */
export interface AuditSearch {
  readonly action?: string | undefined;
  readonly actor?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

/** A day that is on the calendar; undefined for any other text. */
export function dayIn(text: string | undefined): string | undefined {
  if (text === undefined || !DAY.test(text)) return undefined;
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? undefined : text;
}

const dayAfter = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);

/** The same as the API takes it, whose `to` is the first moment that does not count. */
export const filterOf = ({ action, actor, from, to }: AuditSearch) => ({
  ...(action !== undefined && { action }),
  ...(actor !== undefined && { actorId: actor }),
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to: dayAfter(to) }),
});

/** Whether the list is not the whole log. */
export const isFiltered = (search: AuditSearch): boolean => Object.keys(filterOf(search)).length > 0;
