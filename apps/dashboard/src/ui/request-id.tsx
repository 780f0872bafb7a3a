import { words } from "../words.ts";
import classes from "./request-id.module.css";

/** The id of a request, to be quoted to whoever runs this installation. */
export const RequestId = ({ id }: { readonly id: string }) => (
  <p className={classes.request}>
    {words.common.requestId} <code className={classes.id}>{id}</code>
  </p>
);
