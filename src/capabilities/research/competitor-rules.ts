import { type Access, GROUPS } from "../../platform/access.ts";

export const competitorAccess = { create: GROUPS, edit: GROUPS, delete: GROUPS } as const satisfies Access;
