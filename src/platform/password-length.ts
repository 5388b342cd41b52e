/** How many characters a password may have. Longer ones are refused rather than cut. */
export const PASSWORD_LENGTH = { least: 10, most: 128 } as const;
