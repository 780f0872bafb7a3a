import { signInInput } from "@gatehouse/auth";
import { schemaResolver } from "@mantine/form";

/** What is wrong with the fields of a sign-in, by the very schema of the server. */
export const judge = schemaResolver(signInInput, { sync: true });
