/**
 * The shape that a translation must have: exactly the keys of the original. Korean has one plural form, so that the `_one`
 * of a pair is left out.
 */
export type Mirror<T> = {
  [Key in keyof T as Key extends `${string}_one` ? never : Key]: T[Key] extends string ? string : Mirror<T[Key]>;
};
