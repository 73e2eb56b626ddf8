/** Which target the start dialog asks about; `null` while it is closed. */
import { createSlice } from '#renderer/store/slice.ts';
import type { Target } from '#shared/contract/common.ts';

export const startDialog = createSlice<Target | null, Target | null>(null, (_, target) => target);
