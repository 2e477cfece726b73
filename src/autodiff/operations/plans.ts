/** Tables that an operation needs for every shape anew: made once and found again while a shape repeats. */

/** Plans kept of one kind; the one used longest ago goes first. */
const KEPT = 64;

/** Returns the function that finds the plan of a key, or makes and keeps it. */
export function createPlans<T>(): (key: string, make: () => T) => T {
  const plans = new Map<string, T>();
  return (key, make) => {
    const plan = plans.get(key) ?? make();
    plans.delete(key);
    plans.set(key, plan);
    const [oldest] = plans.keys();
    if (plans.size > KEPT && oldest !== undefined) plans.delete(oldest);
    return plan;
  };
}
