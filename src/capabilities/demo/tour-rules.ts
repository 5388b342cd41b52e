/** One thing to try: what to do in a sentence, why it is worth it, and the places where it is done. */
export type Step = {
  title: string;
  words: string;
  places: readonly { label: string /** Inside the workspace. */; path: string }[];
};

/** Five minutes in the demo. Keys stand for records that the demo always makes under them; a test follows every link. */
export const TOUR: readonly Step[] = [
  {
    title: "Sort needs by noise, then by money",
    words: "The phone is the loudest wish by far, and the lightest: last of eight by the revenue behind it.",
    places: [
      { label: "By noise", path: "needs?sort=quotes" },
      { label: "By money", path: "needs?sort=money" },
    ],
  },
  {
    title: "Walk one sentence to its metric",
    words: "Open what a customer said, go on to the need it is quoted for, to the feature that serves it, and to the number that moved.",
    places: [
      { label: "The thread of N-1", path: "needs/N-1" },
      { label: "All of it", path: "throughline" },
    ],
  },
  {
    title: "Enter round 2 and watch the arc move",
    words:
      "Eight people tried the new design. Paste their results from the study's text, read what is and is not proven, then look at the feature.",
    places: [
      { label: "The second round", path: "studies/S-4" },
      { label: "Currency-safe export", path: "features/F-10" },
    ],
  },
  {
    title: "Did it work?",
    words: "Three things shipped. One moved its number, one moved another without any noise, and one only looks as if it had.",
    places: [
      { label: "The guided start", path: "metrics/K-2" },
      { label: "The rounding fix", path: "metrics/K-1" },
      { label: "The summary mail", path: "metrics/K-3" },
    ],
  },
  {
    title: "Open the stale battlecard, jump to the rival's release, send the share link",
    words:
      "A line stopped being true eight days ago; the card says so and names what it rested on. Then send somebody outside the thread of what is built against it.",
    places: [
      { label: "Against Paperfort", path: "assets/AS-3" },
      { label: "The release", path: "findings/FI-5" },
      { label: "Change history, to share", path: "features/F-3" },
    ],
  },
];
