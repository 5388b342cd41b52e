import { GROUPS } from "../../../platform/access.ts";
import { Avatar, GroupMark } from "../../../ui/avatar.tsx";
import { groups as groupWords } from "../../../ui/kinds.ts";
import { type Option, Picker } from "../../../ui/picker.tsx";
import { useOwnerOptions } from "../../workspace/pages/people.tsx";
import { useMemberName } from "../../workspace/pages/vocabulary.ts";
import type { Recommendation } from "../answers.ts";
import { askedWords } from "./recommendation-words.ts";

type Asked = Pick<Recommendation, "askedGroup" | "askedOf">;

/** Whom a recommendation is asked of: a group or one person, chosen in one list. */
export function AskedValue({ asked, mayEdit = true, onPick }: { asked: Asked; mayEdit?: boolean; onPick: (asked: Asked) => void }) {
  const memberName = useMemberName();
  const people = useOwnerOptions().filter(({ value }) => value !== "");
  const options: readonly Option[] = [
    ...GROUPS.map((group) => ({ value: `group ${group}`, label: groupWords[group].word, mark: <GroupMark group={group} /> })),
    ...people.map((person) => ({ ...person, value: `member ${person.value}`, mark: <Avatar name={person.label} label={false} /> })),
    { value: "", label: "Nobody in particular" },
  ];
  const shown =
    asked.askedOf === null && asked.askedGroup === null ? (
      <span className="property-none">Nobody in particular</span>
    ) : (
      <>
        {asked.askedOf === null && asked.askedGroup !== null && <GroupMark group={asked.askedGroup} />}
        {askedWords(asked, memberName)}
      </>
    );
  if (!mayEdit) return <span className="property-plain">{shown}</span>;
  const chosen = asked.askedOf !== null ? `member ${asked.askedOf}` : asked.askedGroup !== null ? `group ${asked.askedGroup}` : "";
  return (
    <Picker
      label="Asked of"
      placeholder="A group or a person"
      options={options}
      chosen={[chosen]}
      onPick={({ value }) => {
        const [what, which = ""] = value.split(" ");
        onPick({
          askedGroup: what === "group" ? (GROUPS.find((group) => group === which) ?? null) : null,
          askedOf: what === "member" ? which : null,
        });
      }}
      width={280}
    >
      <button type="button" className="plain property-value">
        <span className="sr">Asked of: </span>
        {shown}
      </button>
    </Picker>
  );
}
