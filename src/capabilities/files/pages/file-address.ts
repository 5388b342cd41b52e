import { useWorkspace } from "../../../actor.tsx";
import type { AttachedFile } from "../schema.ts";

/** Where a file lies. A picture is asked for without our headers, so the address names the workspace. */
export function useFileAddress() {
  const { slug } = useWorkspace();
  return ({ id }: Pick<AttachedFile, "id">, part?: "thumbnail") =>
    `/api/v1/files/${id}${part ? `/${part}` : ""}?workspace=${encodeURIComponent(slug)}`;
}
