import { dateOnly } from "../../../ui/format.ts";
import { TypedValue } from "../../../ui/properties.tsx";

/** A day that is typed as 2026-12-31; nothing takes it away. */
export function DayValue({
  name,
  day,
  mayEdit,
  none = "No date",
  onDay,
}: {
  name: string;
  day: string | null;
  mayEdit: boolean;
  none?: string;
  onDay: (day: string | null) => void;
}) {
  return (
    <TypedValue
      name={name}
      mayEdit={mayEdit}
      text={day ?? ""}
      shown={day === null ? null : dateOnly(day)}
      none={none}
      hint="2026-12-31"
      onType={(typed) => {
        const isDay = /^\d{4}-\d{2}-\d{2}$/.test(typed) && !Number.isNaN(Date.parse(typed));
        if (typed !== "" && !isDay) return "Type a day as 2026-12-31.";
        onDay(typed === "" ? null : typed);
        return undefined;
      }}
    />
  );
}
