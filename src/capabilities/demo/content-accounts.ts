/** A customer of Acme Reports: revenue in thousands of dollars a year, and the people who speak for it, the first one most. */
export type AccountFacts = {
  name: string;
  revenue: number;
  seats: number;
  industry: string;
  region: string;
  people: readonly (readonly [name: string, title: string])[];
};

/** Mid-size first, then Small; each list from the largest contract down or as they came. The place in the list is how the rest names them. */
export const MID_SIZE: readonly AccountFacts[] = [
  {
    name: "Northgate Foods",
    revenue: 148,
    seats: 46,
    industry: "Food",
    region: "North",
    people: [
      ["Helena Marsh", "CFO"],
      ["Owen Tate", "Group accountant"],
    ],
  },
  {
    name: "Ostrava Mills",
    revenue: 126,
    seats: 38,
    industry: "Manufacturing",
    region: "Central",
    people: [
      ["Petr Novotny", "Finance director"],
      ["Jana Kralova", "Internal audit"],
    ],
  },
  {
    name: "Kestrel Logistics",
    revenue: 104,
    seats: 31,
    industry: "Transport",
    region: "North",
    people: [
      ["Amara Diallo", "CFO"],
      ["Rob Sandiford", "Financial analyst"],
    ],
  },
  {
    name: "Bluewater Clinics",
    revenue: 96,
    seats: 29,
    industry: "Health",
    region: "Coast",
    people: [
      ["Ruth Adeyemi", "CFO"],
      ["Liam Court", "Management accountant"],
    ],
  },
  {
    name: "Havelock Instruments",
    revenue: 88,
    seats: 27,
    industry: "Manufacturing",
    region: "Central",
    people: [
      ["Simon Havel", "Group controller"],
      ["Greta Moss", "Financial analyst"],
    ],
  },
  { name: "Tidewater Energy", revenue: 78, seats: 24, industry: "Energy", region: "Coast", people: [["Nadia Rahman", "Head of finance"]] },
  {
    name: "Castellan Hotels",
    revenue: 72,
    seats: 22,
    industry: "Hospitality",
    region: "South",
    people: [
      ["Marco Ferri", "Finance director"],
      ["Elena Conti", "Assistant controller"],
    ],
  },
  {
    name: "Brightmoor Schools Trust",
    revenue: 64,
    seats: 20,
    industry: "Education",
    region: "North",
    people: [
      ["Joanna Pike", "CFO"],
      ["Hugh Lacey", "Finance officer"],
    ],
  },
  {
    name: "Fennel & Stone",
    revenue: 58,
    seats: 17,
    industry: "Retail",
    region: "South",
    people: [
      ["Oscar Lind", "Finance manager"],
      ["Maja Lind", "Accounts"],
    ],
  },
  {
    name: "Orchard Street Housing",
    revenue: 44,
    seats: 14,
    industry: "Housing",
    region: "Central",
    people: [
      ["Grace Boateng", "Head of finance"],
      ["Ian Dewar", "Finance officer"],
    ],
  },
  { name: "Quillon Robotics", revenue: 38, seats: 12, industry: "Manufacturing", region: "North", people: [["Yuki Tanabe", "CFO"]] },
  {
    name: "Wren Insurance Brokers",
    revenue: 32,
    seats: 11,
    industry: "Insurance",
    region: "Coast",
    people: [["Declan Moore", "Financial controller"]],
  },
];

export const SMALL: readonly AccountFacts[] = [
  { name: "Alder Bakery", revenue: 5, seats: 2, industry: "Food", region: "North", people: [["Tess Alder", "Owner"]] },
  { name: "Pinecrest Dental", revenue: 8, seats: 3, industry: "Health", region: "South", people: [["Rhea Kapoor", "Bookkeeper"]] },
  {
    name: "Copper Kettle Brewing",
    revenue: 13,
    seats: 5,
    industry: "Food",
    region: "Central",
    people: [
      ["Ben Okoro", "Bookkeeper"],
      ["Lisa Thorn", "Taproom manager"],
    ],
  },
  { name: "Lantern Books", revenue: 8, seats: 3, industry: "Retail", region: "Coast", people: [["Mei Chen", "Bookkeeper"]] },
  {
    name: "Sable & Finch Architects",
    revenue: 14,
    seats: 6,
    industry: "Services",
    region: "Central",
    people: [
      ["Lukas Finch", "Office manager"],
      ["Nora Sable", "Partner"],
    ],
  },
  { name: "Harbour Physio", revenue: 15, seats: 6, industry: "Health", region: "Coast", people: [["Anja Vos", "Practice manager"]] },
  {
    name: "Little Acorn Nursery",
    revenue: 5,
    seats: 2,
    industry: "Education",
    region: "South",
    people: [
      ["Carla Reyes", "Owner"],
      ["Jo Bright", "Deputy manager"],
    ],
  },
  { name: "Vale Veterinary", revenue: 12, seats: 4, industry: "Health", region: "North", people: [["Tom Ashby", "Practice manager"]] },
  {
    name: "Ridgeway Cycles",
    revenue: 7,
    seats: 3,
    industry: "Retail",
    region: "Central",
    people: [
      ["Ivo Petrov", "Owner"],
      ["Dani Cole", "Shop manager"],
    ],
  },
  { name: "Marigold Catering", revenue: 4, seats: 2, industry: "Hospitality", region: "South", people: [["Sana Malik", "Owner"]] },
  { name: "Foxglove Films", revenue: 12, seats: 4, industry: "Media", region: "Coast", people: [["Nils Berg", "Producer"]] },
  { name: "Cobble Hill Law", revenue: 6, seats: 3, industry: "Services", region: "North", people: [["Erin Walsh", "Bookkeeper"]] },
  { name: "Summit Scaffolding", revenue: 10, seats: 4, industry: "Construction", region: "North", people: [["Gareth Pugh", "Bookkeeper"]] },
  { name: "Juniper Skincare", revenue: 10, seats: 4, industry: "Retail", region: "Coast", people: [["Lotte Maes", "Founder"]] },
  { name: "Tern Translations", revenue: 4, seats: 2, industry: "Services", region: "South", people: [["Beatriz Lopes", "Owner"]] },
  { name: "Greyfriars Print", revenue: 8, seats: 3, industry: "Manufacturing", region: "Central", people: [["Alan Mercer", "Bookkeeper"]] },
  { name: "Saltmarsh Seafood", revenue: 6, seats: 2, industry: "Food", region: "Coast", people: [["Moira Keane", "Bookkeeper"]] },
  {
    name: "Beacon Charity Network",
    revenue: 11,
    seats: 5,
    industry: "Charity",
    region: "Central",
    people: [["Peter Nkemelu", "Treasurer"]],
  },
  { name: "Willow Garden Design", revenue: 7, seats: 2, industry: "Services", region: "South", people: [["Freya Holm", "Owner"]] },
  { name: "Tangram Toys", revenue: 4, seats: 2, industry: "Retail", region: "North", people: [["Kofi Mensah", "Owner"]] },
  { name: "Elm Park Estates", revenue: 8, seats: 3, industry: "Housing", region: "Central", people: [["Diane Foster", "Bookkeeper"]] },
  { name: "Stitchworks", revenue: 7, seats: 3, industry: "Manufacturing", region: "South", people: [["Yara Haddad", "Bookkeeper"]] },
  { name: "Hartley Plumbing", revenue: 10, seats: 4, industry: "Construction", region: "Central", people: [["Jim Hartley", "Owner"]] },
  { name: "Nettle Tea Company", revenue: 10, seats: 4, industry: "Food", region: "Coast", people: [["Priya Raman", "Operations"]] },
  { name: "Quarry Lane Motors", revenue: 13, seats: 5, industry: "Retail", region: "North", people: [["Steve Dolan", "Bookkeeper"]] },
  {
    name: "Paragon Tutors",
    revenue: 14,
    seats: 5,
    industry: "Education",
    region: "Coast",
    people: [
      ["Hana Suzuki", "Bookkeeper"],
      ["Will Okafor", "Centre manager"],
    ],
  },
  { name: "Moss & Mortar", revenue: 10, seats: 4, industry: "Construction", region: "South", people: [["Felix Braun", "Bookkeeper"]] },
  {
    name: "Kite Street Music",
    revenue: 11,
    seats: 4,
    industry: "Media",
    region: "Central",
    people: [
      ["Noor Jansen", "Manager"],
      ["Sam Idris", "Events"],
      ["Abby Rowe", "Bookings"],
    ],
  },
];
