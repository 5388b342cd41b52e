import { client } from "../../../api.tsx";
import { useRecordRows } from "../../workspace/pages/record-rows.ts";
import type { FeedbackItem } from "../answers.ts";
import type { listParameters } from "./feedback-view.ts";

export type ListParameters = ReturnType<typeof listParameters>;
/** The key of every list of feedback: to fetch them again. */
export const FEEDBACK_ROWS = ["feedback-rows"] as const;
const name = FEEDBACK_ROWS[0];
const { list, count } = { list: client.feedback.list, count: client.feedback.count };

/** The list of a view, fetched in windows as it is scrolled. */
export const useFeedbackRows = (parameters: ListParameters) =>
  useRecordRows<FeedbackItem, ListParameters>({ name, parameters, list, count });
export type FeedbackRows = ReturnType<typeof useFeedbackRows>;
