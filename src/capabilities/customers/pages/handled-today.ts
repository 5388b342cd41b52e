import { create } from "zustand";

const PLACE = "throughline.handled";
const today = () => new Date().toLocaleDateString("sv");

function kept(): number {
  const [day, count] = (localStorage.getItem(PLACE) ?? "").split(" ");
  return day === today() ? Number(count) || 0 : 0;
}

const useHandled = create<{ day: string; count: number }>(() => ({ day: today(), count: kept() }));

/** Counts decisions made on this device today. */
export function countHandled(by: number): void {
  const count = Math.max(0, kept() + by);
  localStorage.setItem(PLACE, `${today()} ${count}`);
  useHandled.setState({ day: today(), count });
}

/** How many pieces of feedback were decided on this device today. */
export const useHandledToday = () => useHandled(({ day, count }) => (day === today() ? count : 0));
