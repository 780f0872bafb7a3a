import classes from "./members.module.css";

/** What will happen, in its order. */
export const Steps = ({ steps }: { readonly steps: readonly string[] }) => (
  <ol className={classes.steps}>
    {steps.map((step) => (
      <li key={step}>{step}</li>
    ))}
  </ol>
);
