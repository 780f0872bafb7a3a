import { Fragment } from "react";

/** An e-mail address that, where it is too long for its line, breaks before a dot or the `@`, and within a word only when nothing else helps. */
export const Email = ({ address }: { readonly address: string }) =>
  address.split(/(?=[.@])/).map((piece, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one address stay in their order.
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {piece}
    </Fragment>
  ));
