/** A finger instead of a mouse: dragging is left out there, the menus do the same. */
export const isCoarse = () => matchMedia("(pointer: coarse)").matches;
