import { Link } from "@tanstack/react-router";
import { useOrganization } from "../session/organization.tsx";
import { BackIcon } from "../ui/icons.tsx";
import { roleBook } from "../words/role-book.ts";
import classes from "./roles.module.css";

export const BackToRoles = () => (
  <Link to="/o/$slug/roles" params={{ slug: useOrganization().slug }} className={classes.back}>
    <BackIcon size={16} /> {roleBook.back}
  </Link>
);
