const format = new Intl.NumberFormat("en");

/** A number as every screen shows it: grouped the English way, like the words around it. */
export const number = (value: number): string => format.format(value);
