import * as z from "zod";
import { Edit, Page, RecordRef, route, tag, versionOf } from "../../platform/procedure.ts";
import { workIn } from "../../platform/work.ts";
import { chartOf } from "./chart.ts";
import { createMetric, deleteMetric, editMetric, metricById, metricsPage, metricTotal } from "./metrics.ts";
import { pullNow, pullOf, samplePull, setPull, stopPull } from "./pulling.ts";
import { measure, metricId, readingsOf, removeReading } from "./readings.ts";
import { metricAccess } from "./rules.ts";
import {
  Chart,
  Day,
  Metric,
  MetricChange,
  MetricDraft,
  MetricFilter,
  MetricPull,
  MetricQuery,
  PullDraft,
  ReadingItem,
  ReadingsDraft,
  Sample,
  SheetDraft,
  Written,
} from "./schema.ts";
import { readingsIn } from "./sheets.ts";

const Ref = z.object({ id: RecordRef });
const read = { may: "reader", limit: "read", audit: false } as const;
const measures = { may: [metricAccess, "measure"], limit: "write", audit: "metric.measured", undo: true } as const;

const metrics = {
  list: route(read, { method: "GET", path: "/metrics", operationId: "listMetrics", summary: "Metrics, each with its last readings" })
    .input(MetricQuery)
    .output(Page(Metric))
    .handler(({ context, input }) => metricsPage(context, input)),
  count: route(read, { method: "GET", path: "/metrics/count", operationId: "countMetrics", summary: "How many metrics a filter finds" })
    .input(MetricFilter)
    .output(z.object({ total: z.int() }))
    .handler(({ context, input }) => metricTotal(context, input)),
  get: route(read, { method: "GET", path: "/metrics/{id}", operationId: "getMetric", summary: "A metric and how it stands" })
    .input(Ref)
    .output(Metric)
    .handler(async ({ context, input }) => tag(context, await metricById(context, input.id))),
  create: route(
    { may: [metricAccess, "define"], limit: "write", audit: "metric.defined", undo: true },
    { method: "POST", path: "/metrics", operationId: "defineMetric", summary: "Define a metric", successStatus: 201 },
  )
    .input(MetricDraft)
    .output(Metric)
    .handler(async ({ context, input }) => tag(context, await createMetric(context, input))),
  edit: route(
    { may: [metricAccess, "edit"], limit: "write", audit: "metric.edited", undo: true, edits: true },
    { method: "PATCH", path: "/metrics/{id}", operationId: "editMetric", summary: "Change a metric" },
  )
    .input(Edit(MetricChange))
    .output(Metric)
    .handler(async ({ context, input }) => tag(context, await editMetric(context, input.params.id, versionOf(input.headers), input.body))),
  delete: route(
    { may: [metricAccess, "delete"], limit: "write", audit: "metric.deleted", undo: true },
    {
      method: "DELETE",
      path: "/metrics/{id}",
      operationId: "deleteMetric",
      summary: "Delete a metric with its readings",
      description: "Refused while key results are bound to it.",
      successStatus: 204,
    },
  )
    .input(Ref)
    .output(z.void())
    .handler(({ context, input }) => deleteMetric(context, input.id)),
  chart: route(read, {
    method: "GET",
    path: "/metrics/{id}/chart",
    operationId: "getMetricChart",
    summary: "What a chart shows of a window of days",
    description:
      "At most `points` readings: where there are more, the lowest and the highest of each stretch. Flags are what was shipped then.",
  })
    .input(Ref.extend({ from: Day.optional(), to: Day.optional(), points: z.coerce.number().int().min(10).max(4000).default(1600) }))
    .output(Chart)
    .handler(({ context, input: { id, ...window } }) => chartOf(context, id, window)),
};

const readings = {
  list: route(read, { method: "GET", path: "/metrics/{id}/readings", operationId: "listReadings", summary: "Readings, the newest first" })
    .input(
      Ref.extend({
        from: Day.optional(),
        to: Day.optional(),
        before: Day.optional().describe("`nextBefore` of the page before."),
        limit: z.coerce.number().int().min(1).max(1000).default(100),
      }),
    )
    .output(z.object({ items: z.array(ReadingItem), nextBefore: z.string().nullable() }))
    .handler(({ context, input: { id, ...query } }) => readingsOf(context, id, query)),
  put: route(measures, {
    method: "PUT",
    path: "/metrics/{id}/readings",
    operationId: "putReadings",
    summary: "Write readings, many at once",
    description:
      "All or none; a day that has one is overwritten, and the trail keeps what it was. What is wrong is named by its line, from 1.",
    inputStructure: "detailed",
  })
    .input(z.object({ params: Ref, body: ReadingsDraft }))
    .output(Written)
    .handler(({ context, input: { params, body } }) =>
      measure(
        context,
        params.id,
        body.readings.map(({ n, ...reading }, index) => ({ ...reading, n: n ?? null, line: index + 1 })),
        body.source,
      ),
    ),
  paste: route(measures, {
    method: "POST",
    path: "/metrics/{id}/readings/sheet",
    operationId: "pasteReadings",
    summary: "Write readings from the lines of a sheet or a CSV file",
    description: "All or none; every line that cannot be read is named.",
    inputStructure: "detailed",
  })
    .input(z.object({ params: Ref, body: SheetDraft }))
    .output(Written)
    .handler(async ({ context, input: { params, body } }) => {
      const { unit } = await metricById(context, params.id);
      return measure(context, params.id, await readingsIn(body.text, unit, body.dates), body.source);
    }),
  delete: route(
    { ...measures, audit: "metric.reading-removed" },
    {
      method: "DELETE",
      path: "/metrics/{id}/readings/{on}",
      operationId: "removeReading",
      summary: "Take a reading away",
      successStatus: 204,
    },
  )
    .input(Ref.extend({ on: Day }))
    .output(z.void())
    .handler(({ context, input }) => removeReading(context, input.id, input.on)),
};

const pulls = {
  // Not for every reader: the address may hold somebody's key.
  get: route(
    { ...read, may: [metricAccess, "pull"] },
    {
      method: "GET",
      path: "/metrics/{id}/pull",
      operationId: "getPull",
      summary: "From where a metric is pulled every day, and how that went",
    },
  )
    .input(Ref)
    .output(z.object({ pull: MetricPull.nullable() }))
    .handler(async ({ context, input }) => ({ pull: await pullOf(context, input.id) })),
  put: route(
    { may: [metricAccess, "pull"], limit: "write", audit: "metric.pull-set" },
    {
      method: "PUT",
      path: "/metrics/{id}/pull",
      operationId: "setPull",
      summary: "Pull a metric from an address every day",
      inputStructure: "detailed",
    },
  )
    .input(z.object({ params: Ref, body: PullDraft }))
    .output(MetricPull)
    .handler(({ context, input }) => setPull(context, input.params.id, input.body)),
  delete: route(
    { may: [metricAccess, "pull"], limit: "write", audit: "metric.pull-stopped" },
    { method: "DELETE", path: "/metrics/{id}/pull", operationId: "stopPull", summary: "Stop pulling a metric", successStatus: 204 },
  )
    .input(Ref)
    .output(z.void())
    .handler(({ context, input }) => stopPull(context, input.id)),
  sample: route(
    { may: [metricAccess, "pull"], limit: "heavy", audit: false, transaction: "own" },
    {
      method: "POST",
      path: "/metrics/pull-sample",
      operationId: "samplePull",
      summary: "What an address answers, to choose day and value in it",
    },
  )
    .input(z.strictObject({ address: z.string().trim().min(1).max(2000) }))
    .output(Sample)
    .handler(({ context, input }) => samplePull(context.outbound, input.address)),
  run: route(
    { may: [metricAccess, "pull"], limit: "heavy", audit: "metric.measured", transaction: "own" },
    { method: "POST", path: "/metrics/{id}/pull/runs", operationId: "pullNow", summary: "Pull a metric now" },
  )
    .input(Ref)
    .output(MetricPull)
    .handler(async ({ context, input }) => {
      const { actor } = context;
      const id = await workIn(context, actor, { writes: false, changeId: null }, (within) => metricId(within, input.id));
      return pullNow(context, actor.workspaceId, id);
    }),
};

export const metricRoutes = { metrics, readings, pulls };
