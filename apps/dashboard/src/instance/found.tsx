import { VisuallyHidden } from "@mantine/core";
import { instance } from "../words/instance.ts";

interface FoundProps {
  /** How many lines are shown; undefined while they are on their way. */
  readonly count: number | undefined;
  readonly hasMore: boolean;
}

/** Says how much was found to whoever does not see the list appear. It stands before there is anything to say. */
export const Found = ({ count, hasMore }: FoundProps) => (
  <VisuallyHidden role="status">{count !== undefined && instance.found(count, hasMore)}</VisuallyHidden>
);
