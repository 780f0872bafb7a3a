import { proofs } from "../words/tokens.ts";

const NAMES: Readonly<Record<string, string>> = {
  pwd: proofs.pwd,
  otp: proofs.otp,
  hwk: proofs.hwk,
  swk: proofs.swk,
};

/** How somebody signed in: "by password and code". Empty where nothing is known that has a name. */
export function proofsOf(amr: readonly string[]): string {
  const names = [...new Set(amr.flatMap((name) => NAMES[name] ?? []))];
  if (names.length === 0) return "";
  const all = names.length === 1 ? names.join("") : `${names.slice(0, -1).join(", ")} ${proofs.and} ${names.at(-1)}`;
  return `${proofs.by} ${all}`;
}
