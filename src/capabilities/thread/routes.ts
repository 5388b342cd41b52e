import * as z from "zod";
import { RecordRef, route } from "../../platform/procedure.ts";
import { confirmEvidence, withdrawConfirmation } from "./confirming.ts";
import { Counted, CountedQuery, countedRecords } from "./counted.ts";
import { coverageOf, coveredQuotes } from "./coverage.ts";
import { Coverage, CoverageQuery, CoveredQuotes, CoveredQuotesQuery } from "./coverage-schema.ts";
import { readinessHistory } from "./history.ts";
import { featureReadiness, needReadiness, objectiveReadiness, strategyReadiness } from "./readiness.ts";
import { readinessAccess } from "./rules.ts";
import {
  ObjectiveReadiness,
  Readiness,
  ReadinessHistory,
  StrategyReadiness,
  Thread,
  ThreadQuery,
  ThroughlineQuery,
  WaiverDraft,
} from "./schema.ts";
import { featureThread, needThread, objectiveThread, strategyThread } from "./thread.ts";
import { endWaiver, waiveCheck } from "./waivers.ts";

const Ref = z.object({ id: RecordRef });
const OfCheck = Ref.extend({ check: z.string().regex(/^[a-z-]{1,40}$/, "Give the id of a check, such as answer.") });
const read = { may: "reader", limit: "read", audit: false } as const;

const thread = {
  strategy: route(read, {
    method: "GET",
    path: "/throughline",
    operationId: "getThroughline",
    summary: "The thread from customers' words over features to metrics and launches, strongest needs first",
  })
    .input(ThroughlineQuery)
    .output(Thread)
    .handler(({ context, input }) => strategyThread(context, input)),
  need: route(read, { method: "GET", path: "/needs/{id}/thread", operationId: "getNeedThread", summary: "The thread through one need" })
    .input(Ref.extend(ThreadQuery))
    .output(Thread)
    .handler(({ context, input }) => needThread(context, input)),
  feature: route(read, {
    method: "GET",
    path: "/features/{id}/thread",
    operationId: "getFeatureThread",
    summary: "The thread through one feature",
  })
    .input(Ref.extend(ThreadQuery))
    .output(Thread)
    .handler(({ context, input }) => featureThread(context, input)),
  objective: route(read, {
    method: "GET",
    path: "/objectives/{id}/thread",
    operationId: "getObjectiveThread",
    summary: "The thread of an objective: what stands behind it, what serves it, and what comes of that",
  })
    .input(Ref.extend(ThreadQuery))
    .output(Thread)
    .handler(({ context, input }) => objectiveThread(context, input)),
};

const coverage = {
  figures: route(
    { ...read, limit: "heavy" },
    {
      method: "GET",
      path: "/coverage",
      operationId: "getCoverage",
      summary: "How far the quotes of the last 90 days got: to a feature, a decision, a release, a reply",
    },
  )
    .input(CoverageQuery)
    .output(Coverage)
    .handler(({ context, input }) => coverageOf(context, input)),
  quotes: route(
    { ...read, limit: "heavy" },
    {
      method: "GET",
      path: "/coverage/quotes",
      operationId: "listCoveredQuotes",
      summary: "The quotes that got as far as a step, or did not",
    },
  )
    .input(CoveredQuotesQuery)
    .output(CoveredQuotes)
    .handler(({ context, input }) => coveredQuotes(context, input)),
};

const readiness = {
  strategy: route(
    { ...read, limit: "heavy" },
    {
      method: "GET",
      path: "/readiness",
      operationId: "getReadiness",
      summary: "How ready the strategy is: features that are judged, weakest first, and what to do next",
    },
  )
    .input(z.object({ product: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(200).default(20) }))
    .output(StrategyReadiness)
    .handler(({ context, input }) => strategyReadiness(context, input)),
  need: route(read, {
    method: "GET",
    path: "/needs/{id}/readiness",
    operationId: "getNeedReadiness",
    summary: "How well founded a need is",
  })
    .input(Ref)
    .output(Readiness)
    .handler(({ context, input }) => needReadiness(context, input.id)),
  feature: route(read, {
    method: "GET",
    path: "/features/{id}/readiness",
    operationId: "getFeatureReadiness",
    summary: "How ready a feature is",
  })
    .input(Ref)
    .output(Readiness)
    .handler(({ context, input }) => featureReadiness(context, input.id)),
  objective: route(read, {
    method: "GET",
    path: "/objectives/{id}/readiness",
    operationId: "getObjectiveReadiness",
    summary: "How ready an objective is: the features in play that serve it, weakest first, and what to do next",
  })
    .input(Ref.extend({ limit: z.coerce.number().int().min(1).max(200).default(20) }))
    .output(ObjectiveReadiness)
    .handler(({ context, input }) => objectiveReadiness(context, input)),
  history: route(read, {
    method: "GET",
    path: "/readiness/history",
    operationId: "getReadinessHistory",
    summary: "How ready the strategy, an objective or a feature was, day by day",
  })
    .input(z.object({ about: RecordRef.optional(), days: z.coerce.number().int().min(1).max(366).default(30) }))
    .output(ReadinessHistory)
    .handler(({ context, input }) => readinessHistory(context, input)),
  counted: route(read, {
    method: "GET",
    path: "/readiness/counted",
    operationId: "listCounted",
    summary: "The records and quotes that a check counted, as people name them",
  })
    .input(CountedQuery)
    .output(Counted)
    .handler(({ context, input }) => countedRecords(context, input.ids)),
  waive: route(
    { may: "member", limit: "write", audit: "feature.waived", undo: true },
    {
      method: "PUT",
      path: "/features/{id}/waivers/{check}",
      operationId: "waiveCheck",
      summary: "Accept a gap of a feature until a day",
      description: "By the group that is waited on, or by product. It stays in sight, and is asked again when the day has passed.",
    },
  )
    .input(OfCheck.extend(WaiverDraft.shape).strict())
    .output(Readiness)
    .handler(async ({ context, input: { id, check, ...draft } }) => {
      await waiveCheck(context, await featureReadiness(context, id), check, draft);
      return featureReadiness(context, id);
    }),
  endWaiver: route(
    { may: "member", limit: "write", audit: "feature.unwaived", undo: true },
    { method: "DELETE", path: "/features/{id}/waivers/{check}", operationId: "endWaiver", summary: "Ask for it again before that day" },
  )
    .input(OfCheck)
    .output(Readiness)
    .handler(async ({ context, input: { id, check } }) => {
      await endWaiver(context, await featureReadiness(context, id), check);
      return featureReadiness(context, id);
    }),
  confirmNeed: route(
    { may: [readinessAccess, "confirm"], limit: "write", audit: "need.confirmed" },
    {
      method: "PUT",
      path: "/needs/{id}/confirmation",
      operationId: "confirmNeed",
      summary: "Say that the quotes behind a need still hold",
      description: "Counts as having seen them, for quotes that somebody else made, and makes them fresh again.",
    },
  )
    .input(Ref)
    .output(Readiness)
    .handler(({ context, input }) => confirmEvidence(context, "need", input.id)),
  withdrawNeed: route(
    { may: [readinessAccess, "confirm"], limit: "write", audit: "need.unconfirmed" },
    {
      method: "DELETE",
      path: "/needs/{id}/confirmation",
      operationId: "withdrawNeedConfirmation",
      summary: "Take one's confirmation of a need back",
    },
  )
    .input(Ref)
    .output(Readiness)
    .handler(({ context, input }) => withdrawConfirmation(context, "need", input.id)),
  confirmFeature: route(
    { may: [readinessAccess, "confirm"], limit: "write", audit: "feature.confirmed" },
    {
      method: "PUT",
      path: "/features/{id}/confirmation",
      operationId: "confirmFeature",
      summary: "Say that the quotes behind a feature still hold",
      description: "Counts as having seen them, for quotes that somebody else made, and makes them fresh again.",
    },
  )
    .input(Ref)
    .output(Readiness)
    .handler(({ context, input }) => confirmEvidence(context, "feature", input.id)),
  withdrawFeature: route(
    { may: [readinessAccess, "confirm"], limit: "write", audit: "feature.unconfirmed" },
    {
      method: "DELETE",
      path: "/features/{id}/confirmation",
      operationId: "withdrawFeatureConfirmation",
      summary: "Take one's confirmation of a feature back",
    },
  )
    .input(Ref)
    .output(Readiness)
    .handler(({ context, input }) => withdrawConfirmation(context, "feature", input.id)),
};

export const threadRoutes = { thread, readiness, coverage };
