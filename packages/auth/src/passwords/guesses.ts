import type { RequestInfo } from "@gatehouse/db";
import { addressKey } from "@gatehouse/limits";
import type { LimitName } from "../config.ts";
import type { AuthLimits } from "../deps.ts";

/** The counters that one guess is taken from: names of limits, and what each counts. */
type Budget = readonly (readonly [limit: LimitName, key: string])[];

/** What everybody shares who guesses at an account from somewhere, and from everywhere. */
const sharedBudget = ({ ip }: RequestInfo, email: string): Budget => [
  ["passwordByAddressAndIp", `${email}|${addressKey(ip)}`],
  ["passwordByAccount", email],
];

/** What a device has for itself, for one account. */
const ownBudget = (device: string, email: string): Budget => [
  ["passwordByDevice", `${email}|${device}`],
  ["passwordByDeviceAndDay", `${email}|${device}`],
];

/**
 * The budgets of guesses at passwords, so that guessing ends and yet locks no owner out: a device that the account knows is judged by its own
 * guesses alone, and everybody else together.
 *
 * @see OWASP, Slow Down Online Guessing Attacks with Device Cookies; NIST SP 800-63B-4 section 3.2.2
 */
export function createGuesses(limits: AuthLimits) {
  const giveBack = async (budget: Budget): Promise<void> => {
    await Promise.all(budget.map(([limit, key]) => limits.reset(limit, key)));
  };

  return {
    /**
     * Which counters a guess at an account spends.
     *
     * @param isKnown whether the account knows the device of the request
     */
    budgetOf: (request: RequestInfo, email: string, isKnown: boolean): Budget =>
      isKnown && request.device !== undefined ? ownBudget(request.device, email) : sharedBudget(request, email),

    /** Takes one guess. @throws AppError `limits.exceeded`, `limits.unavailable` */
    async spend(budget: Budget): Promise<void> {
      for (const [limit, key] of budget) await limits.spend(limit, key);
    },

    /** What a right password gives back: its own counters, and none of those that others spent. */
    giveBack,

    /** What a new password gives back, chosen by whoever reads the account's mail: the account's counter too. */
    forgive: (request: RequestInfo, email: string): Promise<void> =>
      giveBack([
        ...sharedBudget(request, email),
        ...(request.device === undefined ? [] : ownBudget(request.device, email)),
      ]),
  };
}
