import { Link, useParams } from "@tanstack/react-router";
import { useExplained } from "../session/use-explained.ts";
import { words } from "../words.ts";

/** To where it is explained what the person lacks, and asked for: inside an organization alone. */
export function WhyMissing({ permission }: { readonly permission: string | undefined }) {
  const { slug } = useParams({ strict: false });
  const isExplained = useExplained(slug);
  if (permission === undefined || slug === undefined || !isExplained) return null;
  return (
    <Link to="/o/$slug/access" params={{ slug }} search={{ permission }}>
      {words.failure.seeWhy}
    </Link>
  );
}
