/** State that belongs to one window's app and is made when the first feature asks for it. */
import type { AppContext } from '#renderer/app/context.ts';

/** Calls `create` once for each app; the order in which features are registered does not matter then. */
export function perApp<Value>(create: (app: AppContext) => Value): (app: AppContext) => Value {
  const made = new WeakMap<AppContext, Value>();
  return (app) => {
    const known = made.get(app);
    if (known !== undefined) return known;
    const value = create(app);
    made.set(app, value);
    return value;
  };
}
