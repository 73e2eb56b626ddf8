/** One thing that a test script can call. */
export interface DriverCall {
  readonly name: string;
  /** As the driver's source has it, without `self`. */
  readonly parameters: string;
  readonly text: string;
  /** Inserted with the cursor at `$1`; the name and empty parentheses where it is left out. */
  readonly snippet?: string;
}

export const call = (name: string, parameters: string, text: string, snippet?: string): DriverCall => ({
  name,
  parameters,
  text,
  ...(snippet === undefined ? {} : { snippet }),
});
