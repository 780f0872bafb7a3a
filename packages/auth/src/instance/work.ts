import type { UserWork } from "@gatehouse/db";

/** A work of somebody who runs the installation, as `instanceProcedure` opens it: nothing that needs one can be put behind another guard. */
export interface InstanceWork extends UserWork {
  readonly installation: true;
}

/** Marks a work of a person whose grant was just checked. */
export const asInstanceWork = (work: UserWork): InstanceWork => ({ ...work, installation: true });
