import type { ReactElement } from "react";
import { useMemo } from "react";
import { useActor } from "../../../actor.tsx";
import { Avatar } from "../../../ui/avatar.tsx";
import { type Option, Picker } from "../../../ui/picker.tsx";
import { useMemberName, useMembers } from "./vocabulary.ts";

/** Everybody who can own something, oneself first, and nobody. */
export function useOwnerOptions(): readonly Option[] {
  const members = useMembers();
  const { id: me } = useActor();
  return useMemo(() => {
    const here = members.filter(({ left }) => !left);
    const sorted = [...here.filter(({ id }) => id === me), ...here.filter(({ id }) => id !== me)];
    return [
      ...sorted.map(({ id, name }) => ({
        value: id,
        label: name,
        mark: <Avatar name={name} label={false} />,
        ...(id === me ? { detail: "you", words: ["me"] } : {}),
      })),
      { value: "", label: "Nobody" },
    ];
  }, [members, me]);
}

/** Chooses who owns something; null is nobody. */
export function OwnerPicker({
  ownerId,
  onPick,
  children,
  ...open
}: {
  ownerId: string | null;
  onPick: (id: string | null) => void;
  children: ReactElement;
  opened?: boolean;
  onOpened?: (opened: boolean) => void;
}) {
  const options = useOwnerOptions();
  return (
    <Picker
      label="Owner"
      placeholder="Who owns it?"
      options={options}
      chosen={[ownerId ?? ""]}
      onPick={({ value }) => onPick(value === "" ? null : value)}
      width={260}
      {...open}
    >
      {children}
    </Picker>
  );
}

/** The owner at the side of a record's page. */
export function OwnerValue({
  ownerId,
  none = "Nobody",
  mayEdit,
  onPick,
}: {
  ownerId: string | null;
  /** What stands there while it is nobody's own. */
  none?: string;
  mayEdit: boolean;
  onPick: (id: string | null) => void;
}) {
  const name = useMemberName()(ownerId);
  const shown = name ? (
    <>
      <Avatar name={name} label={false} />
      <span className="truncate">{name}</span>
    </>
  ) : (
    <span className="property-none">{none}</span>
  );
  if (!mayEdit) return <span className="property-plain">{shown}</span>;
  return (
    <OwnerPicker ownerId={ownerId} onPick={onPick}>
      <button type="button" className="plain property-value">
        <span className="sr">Owner: </span>
        {shown}
      </button>
    </OwnerPicker>
  );
}
