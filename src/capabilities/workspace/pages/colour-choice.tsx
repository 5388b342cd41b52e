import { useId } from "react";
import { LABEL_COLOURS, type LabelColour } from "../collaboration-rules.ts";
import { labelColour } from "./vocabulary.ts";

/** The colours of labels to choose from, each with its name for those who do not see it. */
export function ColourChoice({ colour, onColour }: { colour: LabelColour; onColour: (colour: LabelColour) => void }) {
  const name = useId();
  return (
    <fieldset className="colour-choice">
      <legend className="sr">Colour</legend>
      {LABEL_COLOURS.map((one) => (
        <label key={one} title={one}>
          <input type="radio" className="sr" name={name} value={one} checked={one === colour} onChange={() => onColour(one)} />
          <i style={{ background: labelColour(one) }} aria-hidden />
          <span className="sr">{one}</span>
        </label>
      ))}
    </fieldset>
  );
}
