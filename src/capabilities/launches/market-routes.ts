import * as z from "zod";
import { RecordRef, route } from "../../platform/procedure.ts";
import { notFound } from "../../platform/refusal.ts";
import { recordIdOf } from "../workspace/records.ts";
import { communicationOf } from "./communication.ts";
import { LAUNCH_STATES } from "./launch-rules.ts";
import { mustBeFeature } from "./promises.ts";

const Named = { id: z.uuid(), key: z.string() };
const Tier = z.union([z.literal(1), z.literal(2), z.literal(3)]);
/** What the market, and those who sell to it, can know of a feature. */
const Market = z.object({
  launch: z
    .object({
      ...Named,
      title: z.string(),
      tier: Tier,
      state: z.enum(LAUNCH_STATES),
      launchesOn: z.iso.date().nullable(),
      hasPositioning: z.boolean(),
      items: z.int(),
      done: z.int(),
      overdue: z.int(),
    })
    .nullable(),
  segments: z.array(z.object({ ...Named, name: z.string(), messageKey: z.string().nullable(), isMessageStale: z.boolean() })),
  assets: z.array(z.object({ ...Named, title: z.string(), isFresh: z.boolean(), readers: z.int(), sellers: z.int() })),
  asked: z.int(),
  told: z.int(),
});

export const marketRoutes = {
  ofFeature: route(
    { may: "reader", limit: "read", audit: false },
    {
      method: "GET",
      path: "/features/{id}/market",
      operationId: "featureMarket",
      summary: "How a feature goes to market: its launch, messages, assets, and who has been told",
    },
  )
    .input(z.object({ id: RecordRef }))
    .output(Market)
    .handler(async ({ context, input }) => {
      const id = await recordIdOf(context, input.id, "feature");
      await mustBeFeature(context, id);
      const found = (await communicationOf(context, [id])).get(id);
      if (!found) throw notFound("feature");
      return found;
    }),
};
