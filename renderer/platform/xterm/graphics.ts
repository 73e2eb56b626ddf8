/** Which terminals draw with the graphics card. A browser gives a page 16 contexts and then takes the oldest away. */

/** Leaves some contexts to whatever else draws in the page. */
const contextLimit = 12;

export interface ContextBudget {
  /** A right to one context, to be given back by calling it; `null` when all are in use. */
  take(): (() => void) | null;
}

export function createContextBudget(limit: number): ContextBudget {
  let taken = 0;
  return {
    take() {
      if (taken >= limit) return null;
      taken += 1;
      let isHeld = true;
      return () => {
        if (isHeld) taken -= 1;
        isHeld = false;
      };
    },
  };
}

export const contextBudget = createContextBudget(contextLimit);

let known: boolean | undefined;

/** Whether there is a real graphics card. Without one WebGL is slower than drawing with the page's own elements. */
export function hasGraphicsCard(): boolean {
  known ??= probe();
  return known;
}

function probe(): boolean {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  if (context === null) return false;
  const names = context.getExtension('WEBGL_debug_renderer_info');
  const renderer = names === null ? '' : String(context.getParameter(names.UNMASKED_RENDERER_WEBGL));
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return !/swiftshader|llvmpipe|softpipe|software/i.test(renderer);
}
