import { useSession } from "../session/session.ts";
import { access } from "../words/access.ts";
import classes from "./access.module.css";
import type { Explanation } from "./queries.ts";

const says = access.strip;

/** Who could give a permission that lacks, the reader first. */
export function Granters({ granters }: { readonly granters: Explanation["grantableBy"] }) {
  const myId = useSession()?.user.id;
  const others = granters.filter(({ userId }) => userId !== myId).map(({ name }) => name);
  const names = others.length < granters.length ? [says.yourself, ...others] : others;
  return <p className={classes.granters}>{names.length === 0 ? says.noGranter : names.join(", ")}</p>;
}
