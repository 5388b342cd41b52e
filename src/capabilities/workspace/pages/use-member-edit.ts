import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { api, client } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { didChange, notifyError, type Reverse } from "../../../ui/undo.tsx";
import type { Member } from "../people-schema.ts";

export type MemberChange = Partial<Pick<Member, "access" | "groups">>;

/**
 * Changes a member's access or groups: shown at once, sent in order, and put back by Undo. What the server refuses is put back too.
 */
export function useMemberEdit() {
  const queries = useQueryClient();
  const key = api.members.list.queryKey({});
  const put = useCallback(
    (id: string, change: Partial<Member>) =>
      queries.setQueryData(api.members.list.queryKey({}), (list) =>
        list ? { ...list, items: list.items.map((one) => (one.id === id ? { ...one, ...change } : one)) } : list,
      ),
    [queries],
  );
  /** Sends a change over the version seen last. */
  const send = async (id: string, change: MemberChange): Promise<Member> => {
    const current = queries.getQueryData(key)?.items.find((one) => one.id === id);
    if (!current) throw new Error("There is no such member any more.");
    const after = await client.members.edit({ params: { id }, headers: ifMatch(current), body: change });
    put(id, after);
    return after;
  };
  const back = (id: string, change: MemberChange, again: MemberChange): Reverse => {
    return async () => {
      await send(id, change);
      void queries.invalidateQueries({ queryKey: api.me.key() });
      return back(id, again, change);
    };
  };
  return useMutation({
    // One after the other: the second change of a member needs the version that the first one makes.
    scope: { id: "members" },
    mutationFn: ({ member, change }: { member: Member; change: MemberChange; said: string }) => send(member.id, change),
    onMutate: ({ member, change }) => void put(member.id, change),
    onSuccess: (_, { member, change, said }) => {
      didChange({ message: said, undo: back(member.id, before(member, change), change) });
      void queries.invalidateQueries({ queryKey: api.me.key() });
      if (change.access !== undefined) void queries.invalidateQueries({ queryKey: api.keys.key() });
    },
    onError: (error, { member, change }) => {
      notifyError(error);
      put(member.id, before(member, change));
      void queries.invalidateQueries({ queryKey: key });
    },
  });
}

/** What a change replaced. */
const before = ({ access, groups }: Member, change: MemberChange): MemberChange => ({
  ...(change.access === undefined ? {} : { access }),
  ...(change.groups === undefined ? {} : { groups }),
});
