import { z } from "zod";
import { refusal } from "../errors.ts";
import { nameInput } from "../input.ts";
import type { Auth } from "../server.ts";
import { router } from "./guards.ts";
import type { OwnGuards } from "./routers.ts";

/** token.*: for clients that are not browsers. */
export const createTokenRouter = ({ refresh }: Auth, { protectedProcedure }: OwnGuards) =>
  router({
    issue: protectedProcedure
      .meta({ stepUp: true })
      .input(z.strictObject({ name: nameInput }))
      .mutation(({ ctx: { door, actor }, input }) => {
        // A copied access token must not become thirty days of new ones.
        if (door.isBearer) throw refusal("token.browser_required");
        return refresh.issue(door.request, actor, input);
      }),
  });
