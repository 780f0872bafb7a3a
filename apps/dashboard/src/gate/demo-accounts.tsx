import { Stamp } from "../ui/stamp.tsx";
import { words } from "../words.ts";
import { DEMO_ACCOUNTS, type DemoAccount } from "./demo.ts";
import classes from "./demo-accounts.module.css";

/** The demo accounts, each a click away from the form. */
export const DemoAccounts = ({ onFill }: { readonly onFill: (account: DemoAccount) => void }) => (
  <section className={classes.demo} aria-labelledby="demo">
    <h2 id="demo" className={classes.heading}>
      {words.signIn.demo}
    </h2>
    <p className={classes.hint}>{words.signIn.demoHint}</p>
    <ul>
      {DEMO_ACCOUNTS.map((account) => (
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
