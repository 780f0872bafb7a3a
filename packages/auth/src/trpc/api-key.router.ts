import { z } from "zod";
import { addressRangesInput } from "../address-range-input.ts";
import { API_KEYS } from "../config.ts";
import { idInput, inOrganization, nameInput, permissionInput } from "../input.ts";
import { page } from "../page.ts";
import type { Auth } from "../server.ts";
import { router, transact } from "./guards.ts";
import type { OwnGuards } from "./routers.ts";

const MAX_PERMISSIONS = 100;

const apiKeyId = idInput;
const permissions = z.array(permissionInput.min(1)).min(1, "Name a permission.").max(MAX_PERMISSIONS);
const expiresInDays = z.number().int().min(1).max(API_KEYS.maxDays);
const ipRanges = addressRangesInput(API_KEYS.maxRanges).optional();
const overlapHours = z.number().int().min(0).max(API_KEYS.maxOverlapHours);

/** apiKey.*: by which programs act for the organization. */
export const createApiKeyRouter = ({ apiKeys }: Auth, { permissionedProcedure }: OwnGuards) =>
  router({
    list: permissionedProcedure("api_key:read").input(inOrganization(page)).query(transact(apiKeys.list)),
    outcomes: permissionedProcedure("api_key:read")
      .input(inOrganization({ apiKeyId }))
      .query(transact(apiKeys.outcomes)),
    create: permissionedProcedure("api_key:manage")
      .meta({ stepUp: true })
      .input(inOrganization({ name: nameInput, permissions, expiresInDays, ipRanges }))
      .mutation(transact(apiKeys.create)),
    roll: permissionedProcedure("api_key:manage")
      .meta({ stepUp: true })
      .input(inOrganization({ apiKeyId, overlapHours }))
      .mutation(transact(apiKeys.roll)),
    // As sensitive as making one: it decides from where the key opens anything, and a key itself must not.
    update: permissionedProcedure("api_key:manage")
      .meta({ stepUp: true })
      .input(inOrganization({ apiKeyId, name: nameInput.optional(), ipRanges }))
      .mutation(transact(apiKeys.update)),
    revoke: permissionedProcedure("api_key:manage")
      .input(inOrganization({ apiKeyId }))
      .mutation(transact(apiKeys.revoke)),
  });
