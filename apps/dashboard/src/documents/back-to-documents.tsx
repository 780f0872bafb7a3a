import { Link } from "@tanstack/react-router";
import { useOrganization } from "../session/organization.tsx";
import { BackIcon } from "../ui/icons.tsx";
import { writing } from "../words/writing.ts";
import classes from "./documents.module.css";

export const BackToDocuments = () => (
  <Link to="/o/$slug/documents" params={{ slug: useOrganization().slug }} className={classes.back}>
    <BackIcon size={16} /> {writing.back}
  </Link>
);
