import { Stamp } from "../ui/stamp.tsx";
import { words } from "../words.ts";
import classes from "./demo-accounts.module.css";

interface DemoAccount {
  readonly name: string;
  readonly role: keyof typeof words.roles;
  readonly email: string;
  readonly password: string;
}

/** The people of the demo, as the API's seed makes them. They exist in development only, and so does this list. */
const ACCOUNTS: readonly DemoAccount[] = [
  { email: "owner@acme.test", name: "Olga Owner", role: "owner", password: "olga keeps the master key" },
  { email: "admin@acme.test", name: "Adam Admin", role: "admin", password: "adam oils every hinge daily" },
  { email: "member@acme.test", name: "Mira Member", role: "member", password: "mira walks through at nine" },
  { email: "viewer@acme.test", name: "Victor Viewer", role: "viewer", password: "victor looks over the wall" },
];

/** The demo accounts, each a click away from the form. */
export const DemoAccounts = ({ onFill }: { readonly onFill: (account: DemoAccount) => void }) => (
  <section className={classes.demo} aria-labelledby="demo">
    <h2 id="demo" className={classes.heading}>
      {words.signIn.demo}
    </h2>
    <p className={classes.hint}>{words.signIn.demoHint}</p>
    <ul>
      {ACCOUNTS.map((account) => (
        <li key={account.email}>
          <button type="button" className={classes.account} onClick={() => onFill(account)}>
            <span className={classes.email}>{account.email}</span>
            <Stamp>{words.roles[account.role]}</Stamp>
          </button>
        </li>
      ))}
    </ul>
  </section>
);
