/** What work needs for every shape anew, tables and plans: made once and found again while a shape repeats. */

/**
 * The function that finds the plan of a key, or makes and keeps it.
 * @param most plans kept; the one used longest ago goes first
 */
export function createPlans<T>(most = 64): (key: string, make: () => T) => T {
  const plans = new Map<string, T>();
  return (key, make) => {
    const plan = plans.get(key) ?? make();
    plans.delete(key);
    plans.set(key, plan);
    const [oldest] = plans.keys();
    if (plans.size > most) plans.delete(oldest);
    return plan;
  };
}
