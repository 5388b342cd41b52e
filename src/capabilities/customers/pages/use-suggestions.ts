import { useQuery } from "@tanstack/react-query";
import { api } from "../../../api.tsx";

const options = { staleTime: 60_000, retry: false };
/** @param asks false only reads what was found already */
export const useSuggestedNeeds = (key: string | undefined, asks = true) =>
  useQuery(api.feedback.suggestedNeeds.queryOptions({ input: { id: key ?? "" }, enabled: asks && key !== undefined, ...options }));
export const useSimilar = (key: string | undefined) =>
  useQuery(api.feedback.similar.queryOptions({ input: { id: key ?? "" }, enabled: key !== undefined, ...options }));
