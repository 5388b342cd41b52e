import { archiveRoutes } from "./capabilities/exports/archive-routes.ts";
import { listRoutes } from "./capabilities/exports/list-routes.ts";
import { fileByteRoutes } from "./capabilities/files/file-routes.ts";
import { importFileRoutes } from "./capabilities/imports/file-routes.ts";
import { intakePlainRoutes } from "./capabilities/intake/intake-routes.ts";
import { sharedPageRoutes } from "./capabilities/sharing/page-routes.ts";
import type { PlainRoute } from "./platform/plain.ts";
import { tables } from "./tables.ts";

/** Every route outside the API's router: streams and downloads, by capability. */
export const plainRoutes: readonly PlainRoute[] = [
  ...fileByteRoutes,
  ...intakePlainRoutes,
  ...importFileRoutes,
  ...listRoutes,
  ...archiveRoutes(tables),
  ...sharedPageRoutes,
];
