import { type ComponentType, lazy, useState } from "react";

/** After this the page that names a part has been drawn and asked for its data. */
const READING_MS = 300;

/**
 * A component whose code comes while the page is being read, to stand in a `Suspense`. Once the code is there it is drawn at once, where
 * `lazy` alone shows its fallback first and React keeps that for a third of a second: time in which a dialog would lose what is typed.
 */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let ready: ComponentType<Props> | undefined;
  const fetched = async () => {
    ready ??= await load();
    return { default: ready };
  };
  const Waited = lazy(fetched);
  // What fails here is asked for again, and reported, when it is needed.
  setTimeout(() => fetched().catch(() => undefined), READING_MS);
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each part, where its module begins, as `lazy` is
  return function Later(props: Props) {
    // Chosen once: another component in its place would begin anew.
    const [Part] = useState<ComponentType<Props>>(() => ready ?? Waited);
    return <Part {...props} />;
  };
}
