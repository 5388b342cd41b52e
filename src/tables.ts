import { is } from "drizzle-orm";
import { PgTable } from "drizzle-orm/pg-core";
import * as customers from "./capabilities/customers/schema.ts";
import * as decisions from "./capabilities/decisions/schema.ts";
import * as delivery from "./capabilities/delivery/schema.ts";
import * as design from "./capabilities/design/schema.ts";
import * as features from "./capabilities/features/schema.ts";
import * as files from "./capabilities/files/schema.ts";
import * as imports from "./capabilities/imports/schema.ts";
import * as intake from "./capabilities/intake/schema.ts";
import * as launches from "./capabilities/launches/schema.ts";
import * as measurement from "./capabilities/measurement/schema.ts";
import * as needs from "./capabilities/needs/schema.ts";
import * as recommendations from "./capabilities/recommendations/schema.ts";
import * as research from "./capabilities/research/schema.ts";
import * as sharing from "./capabilities/sharing/schema.ts";
import * as strategy from "./capabilities/strategy/schema.ts";
import * as thread from "./capabilities/thread/schema.ts";
import * as workspace from "./capabilities/workspace/schema.ts";
import * as platform from "./platform/tables.ts";

/** Every table that our schemas describe; the catalog test finds one that is missing. */
export const tables: readonly PgTable[] = [
  platform,
  workspace,
  measurement,
  strategy,
  files,
  customers,
  needs,
  features,
  design,
  research,
  launches,
  delivery,
  decisions,
  recommendations,
  intake,
  imports,
  thread,
  sharing,
].flatMap((schema) => Object.values<unknown>(schema).filter((value) => is(value, PgTable)));
