import { Link } from "@tanstack/react-router";
import { useOrganization } from "../session/organization.tsx";
import { BackIcon } from "../ui/icons.tsx";
import { words } from "../words.ts";
import classes from "./documents.module.css";

export const BackToDocuments = () => (
  <Link to="/o/$slug/documents" params={{ slug: useOrganization().slug }} className={classes.back}>
    <BackIcon size={16} /> {words.document.back}
  </Link>
);
