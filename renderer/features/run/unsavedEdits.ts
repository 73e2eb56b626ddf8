/** How many files the editor holds changes of that are not saved. The editor says so; builds read only what is saved. */
import { createSlice } from '#renderer/store/slice.ts';

export const unsavedEdits = createSlice<number, number>(0, (_, files) => files);
