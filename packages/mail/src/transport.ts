import type { Rendered } from "./layout.ts";

/** One mail, ready to leave. */
export interface OutgoingMail extends Rendered {
  /** The same at each attempt, so that a transport can tell a repetition from a new mail. */
  readonly id: string;
  readonly to: string;
  /** When it was asked for. */
  readonly at: Date;
}

/** A way for mail to leave the house. */
export interface Transport {
  /**
   * Hands one mail over. It may be called again with the same mail, so it should not deliver that twice.
   *
   * @throws DeliveryError
   */
  deliver(mail: OutgoingMail): Promise<void>;
}

/**
 * A mail that was not delivered. It says why and never what or to whom: the queue keeps it, in clear.
 */
export class DeliveryError extends Error {
  override readonly name = "DeliveryError";
  /** Whether another attempt would be refused alike. */
  readonly final: boolean;

  constructor(reason: string, final: boolean) {
    super(reason);
    this.final = final;
  }
}
