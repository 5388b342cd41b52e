import { Skeleton } from "../../../ui/states.tsx";

/** While a part of a page is on its way. */
export const Waiting = () => (
  <div className="section">
    <Skeleton lines={3} />
  </div>
);
